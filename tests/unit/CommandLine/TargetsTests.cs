using System.Reflection;
using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Model;

namespace VmTest.UnitTests.CommandLine;

public sealed class TargetsTests
{
    [TestCase(Targets.CheckKvm, Phase.Preflight)]
    [TestCase(Targets.FlakeCheck, Phase.Evaluate)]
    [TestCase(Targets.BuildVm, Phase.Build)]
    [TestCase(Targets.Install, Phase.Install)]
    [TestCase(Targets.BootWatch, Phase.Runtime)]
    [TestCase(Targets.EmitReport, Phase.Runtime)]
    [TestCase(Targets.VmTest, Phase.Runtime)]
    [TestCase(Targets.Demo, Phase.Runtime)]
    public void A_target_includes_every_phase_up_to_its_own(string target, Phase last) =>
        Assert.That(Targets.PhasesOf(target, exclusive: false), Is.EqualTo(Enum.GetValues<Phase>().Where(phase => phase <= last)));

    [TestCase(Targets.Teardown)]
    [TestCase(Targets.ListHosts)]
    [TestCase(Targets.Test)]
    [TestCase(Targets.Clean)]
    [TestCase(Targets.Package)]
    [TestCase(Targets.PrepareReferenceGuest)]
    public void A_target_that_tests_nothing_includes_no_phase(string target)
    {
        Assert.Multiple(() =>
        {
            Assert.That(Targets.PhasesOf(target, exclusive: false), Is.Empty);
            Assert.That(Targets.PhasesOf(target, exclusive: true), Is.Empty);
            Assert.That(Targets.IsTestRun(target), Is.False);
        });
    }

    [TestCase(Targets.CheckKvm, Phase.Preflight)]
    [TestCase(Targets.FlakeCheck, Phase.Evaluate)]
    [TestCase(Targets.VmTest)]
    [TestCase(Targets.Demo)]
    public void An_exclusive_target_includes_only_what_it_does_itself(string target, params Phase[] phases) =>
        Assert.That(Targets.PhasesOf(target, exclusive: true), Is.EqualTo(phases));

    [Test]
    public void Every_task_of_the_host_is_a_target_with_a_description_and_the_other_way_round()
    {
        var tasks = typeof(Program).Assembly.GetTypes()
            .Select(type => type.GetCustomAttribute<TaskNameAttribute>()?.Name)
            .OfType<string>();

        Assert.That(tasks, Is.EquivalentTo(Targets.All.Select(target => target.Name)));
        Assert.That(Targets.All.Select(target => target.Description), Has.All.Matches<string>(text => text.EndsWith('.')));
    }
}
