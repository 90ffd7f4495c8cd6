using Cake.Core;

namespace Cake.Frosting.Tests;

/// <summary>What runs around the build and around its tasks.</summary>
public class LifetimeTests
{
    [Test]
    public void Lifetimes_run_around_the_build_and_around_each_task()
    {
        var build = new Build().Task<One>().Task<Two>().With(host => host.UseLifetime<Lifetime>().UseTaskLifetime<TaskLifetime>());

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=Two"), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[]
            {
                "setup for Two of One, Two",
                "before One", "One", "after One",
                "before Two", "Two", "after Two",
                "teardown, successful: True",
            }));
        });
    }

    [Test]
    public void Setup_and_teardown_can_be_registered_one_by_one()
    {
        var build = new Build().Task<One>().With(host => host
            .UseSetup<Lifetime>().UseTeardown<Lifetime>().UseTaskSetup<TaskLifetime>().UseTaskTeardown<TaskLifetime>());

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=One"), Is.Zero);
            Assert.That(build.Journal,
                Is.EqualTo(new[] { "setup for One of One", "before One", "One", "after One", "teardown, successful: True" }));
        });
    }

    [Test]
    public void Teardowns_run_after_a_task_that_threw_and_learn_of_it()
    {
        var build = new Build().Task<Failing>().With(host => host.UseLifetime<Lifetime>().UseTaskLifetime<TaskLifetime>());

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=Failing"), Is.Not.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[]
            {
                "setup for Failing of Failing", "before Failing", "after Failing", "teardown, successful: False (failed on purpose)",
            }));
        });
    }

    [Test]
    public void A_setup_that_throws_lets_no_task_run_but_the_teardown_does()
    {
        var build = new Build().Task<One>().With(host => host.UseSetup<FailingSetup>().UseTeardown<Lifetime>());

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=One"), Is.Not.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "teardown, successful: False (no setup)" }));
            Assert.That(build.Errors, Has.Some.Contains("no setup"));
        });
    }

    [Test]
    public void A_teardown_that_throws_fails_the_build_and_leaves_it_without_a_table()
    {
        var build = new Build().Task<One>().With(host => host.UseTeardown<FailingTeardown>());

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=One"), Is.Not.Zero);
            Assert.That(build.Errors, Has.Some.Contains("no teardown"));
            Assert.That(build.Report, Is.Null);
        });
    }

    [Test]
    public void A_teardown_that_throws_does_not_hide_why_the_build_failed()
    {
        var build = new Build().Task<Failing>().With(host => host.UseTeardown<FailingTeardown>());

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=Failing"), Is.Not.Zero);
            Assert.That(build.Errors, Has.Some.Contains("failed on purpose"));
        });
    }

    [Test]
    public void The_last_registration_wins()
    {
        var build = new Build().Task<One>().With(host => host.UseLifetime<AnotherLifetime>().UseLifetime<Lifetime>());

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=One"), Is.Zero);
            Assert.That(build.Journal, Does.Contain("setup for One of One"));
        });
    }

    internal sealed class One : FrostingTask<Context>
    {
        public override void Run(Context context) => context.Journal.Add(nameof(One));
    }

    [IsDependentOn(typeof(One))]
    internal sealed class Two : FrostingTask<Context>
    {
        public override void Run(Context context) => context.Journal.Add(nameof(Two));
    }

    internal sealed class Failing : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new InvalidOperationException("failed on purpose");
    }

    internal sealed class Lifetime(Journal journal) : FrostingLifetime
    {
        public override void Setup(ICakeContext context, ISetupContext info) =>
            journal.Add($"setup for {info.TargetTask.Name} of {string.Join(", ", info.TasksToExecute.Select(task => task.Name))}");

        public override void Teardown(ICakeContext context, ITeardownContext info)
        {
            var because = info.ThrownException is { } thrown ? $" ({thrown.GetBaseException().Message})" : string.Empty;
            journal.Add($"teardown, successful: {info.Successful}{because}");
        }
    }

    internal sealed class AnotherLifetime : FrostingLifetime<Context>
    {
        public override void Setup(Context context, ISetupContext info) => context.Journal.Add("another setup");

        public override void Teardown(Context context, ITeardownContext info) => context.Journal.Add("another teardown");
    }

    internal sealed class TaskLifetime : FrostingTaskLifetime<Context>
    {
        public override void Setup(Context context, ITaskSetupContext info) => context.Journal.Add($"before {info.Task.Name}");

        public override void Teardown(Context context, ITaskTeardownContext info) => context.Journal.Add($"after {info.Task.Name}");
    }

    internal sealed class FailingSetup : FrostingSetup
    {
        public override void Setup(ICakeContext context, ISetupContext info) => throw new InvalidOperationException("no setup");
    }

    internal sealed class FailingTeardown : FrostingTeardown
    {
        public override void Teardown(ICakeContext context, ITeardownContext info) => throw new InvalidOperationException("no teardown");
    }
}
