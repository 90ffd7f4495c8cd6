using System.Diagnostics;
using VmTest.Qemu;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Qemu;

public sealed class KvmTrialTests
{
    private readonly TemporaryFolder folder = new();

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public async Task A_device_that_does_not_exist_is_missing() =>
        Assert.That((await TryAsync(folder.Below("kvm"))).State, Is.EqualTo(KvmState.Missing));

    [Test]
    public async Task A_file_that_is_no_device_is_unusable_and_says_why()
    {
        var verdict = await TryAsync(folder.Write("kvm", "x"));

        Assert.That(verdict.State, Is.EqualTo(KvmState.Unusable));
        Assert.That(verdict.Detail, Does.StartWith("KVM_GET_API_VERSION failed: "));
    }

    [Test]
    public async Task Another_device_is_unusable() =>
        Assert.That((await TryAsync("/dev/null")).State, Is.EqualTo(KvmState.Unusable));

    [Test]
    public async Task The_real_device_gives_a_verdict_with_a_reason_in_bounded_time()
    {
        var clock = Stopwatch.StartNew();

        var verdict = await TryAsync(KvmTrial.Device);

        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(3)));
        Assert.That(verdict.Detail, Is.Not.Empty);
    }

    private static Task<KvmVerdict> TryAsync(string device) => new KvmTrial(device, TimeProvider.System).RunAsync(CancellationToken.None);
}
