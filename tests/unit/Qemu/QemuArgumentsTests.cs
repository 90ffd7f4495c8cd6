using VmTest.Qemu;

namespace VmTest.UnitTests.Qemu;

public sealed class QemuArgumentsTests
{
    private static readonly Version Old = new(7, 2, 22);
    private static readonly Version Sound = new(10, 0);
    private static readonly VmSockets Sockets = VmSockets.In("/run/s", 3);

    [Test]
    public void The_whole_list_is_what_it_was()
    {
        var plan = new VmPlan
        {
            Host = "web",
            Accelerator = "tcg",
            MemoryMiB = 2048,
            Cores = 2,
            CredentialFiles = ["/run/a.smbios",
            "/run/b,c.smbios"]
        };

        Assert.That(string.Join(' ', QemuArguments.Build(plan, Sockets, Old)), Is.EqualTo(string.Join(' ',
            "-machine accel=tcg -display none -monitor none",
            "-chardev socket,id=vmtest-qmp,path=/run/s/3q -mon chardev=vmtest-qmp,mode=control",
            "-chardev socket,id=vmtest-console,path=/run/s/3c -serial chardev:vmtest-console",
            "-device virtio-serial-pci,id=vmtest-ports",
            "-chardev socket,id=vmtest-s,path=/run/s/3s -device virtserialport,bus=vmtest-ports.0,chardev=vmtest-s,name=vmtest.state",
            "-chardev socket,id=vmtest-a,path=/run/s/3a -device virtserialport,bus=vmtest-ports.0,chardev=vmtest-a,name=vmtest.answers",
            "-chardev socket,id=vmtest-j,path=/run/s/3j -device virtserialport,bus=vmtest-ports.0,chardev=vmtest-j,name=vmtest.journal",
            "-cpu max,-cx16,-la57 -m 2048 -smp 2",
            "-smbios type=11,path=/run/a.smbios -smbios type=11,path=/run/b,,c.smbios")));
    }

    [Test]
    public void A_BIOS_writes_to_the_serial_port_where_a_machine_starts_from_its_disk()
    {
        var plan = new VmPlan { Host = "web", Accelerator = "kvm", BiosOnSerial = true };

        Assert.That(QemuArguments.Build(plan, Sockets, Sound)[1], Is.EqualTo("accel=kvm,graphics=off"));
    }

    [Test]
    public void A_machine_on_disks_has_its_firmware_its_disks_in_order_and_no_kernel()
    {
        var arguments = string.Join(
            ' ', QemuArguments.OnDisks(["/run/a.qcow2", "/run/b,c.qcow2"], new UefiFirmware("/code.fd", "/run/vars.fd"), isolated: true));

        Assert.That(arguments,
            Does.Contain("-drive if=pflash,format=raw,unit=0,readonly=on,file=/code.fd -drive "
                + "if=pflash,format=raw,unit=1,file=/run/vars.fd"));
        Assert.That(arguments, Does.Contain("restrict=on"));
        Assert.That(arguments, Does.EndWith(
            "-drive if=none,id=disk0,format=qcow2,werror=report,file=/run/a.qcow2 -device virtio-blk-pci,drive=disk0,bootindex=1 "
            + "-drive if=none,id=disk1,format=qcow2,werror=report,file=/run/b,,c.qcow2 -device virtio-blk-pci,drive=disk1,bootindex=2"));
        Assert.That(arguments, Does.Not.Contain("-kernel"));
    }

    [Test]
    public void What_is_not_asked_for_stays_as_configured()
    {
        var arguments = QemuArguments.Build(new VmPlan { Host = "web", Accelerator = "kvm" }, Sockets, Old);

        Assert.That(arguments, Has.None.EqualTo("-cpu").And.None.EqualTo("-m").And.None.EqualTo("-smp").And.None.EqualTo("-smbios"));
    }

    [TestCase("tcg", "7.2.22", true)]
    [TestCase("tcg", "9.2.4", true)]
    [TestCase("tcg", "10.0", false)]
    [TestCase("tcg", "10.0.2", false)]
    [TestCase("kvm", "7.2.22", false)]
    public void Only_software_emulation_before_QEMU_10_gets_another_CPU_and_the_report_says_so(
        string accelerator, string qemu, bool adjusted)
    {
        var plan = new VmPlan { Host = "web", Accelerator = accelerator };

        Assert.That(QemuArguments.Build(plan, Sockets, Version.Parse(qemu)).Contains("-cpu"), Is.EqualTo(adjusted));
        Assert.That(QemuArguments.Adjustments(plan, Version.Parse(qemu)), Has.Exactly(adjusted ? 1 : 0).Contains("-cx16"));
    }

    [TestCase("tcg", "7.2.22", null, true)]
    [TestCase("tcg", "7.2.22", 2, false)]
    [TestCase("tcg", "8.1", null, false)]
    [TestCase("kvm", "7.2.22", null, false)]
    public void Software_emulation_before_QEMU_8_1_gets_one_core_unless_more_are_asked_for(
        string accelerator, string qemu, int? cores, bool adjusted)
    {
        var plan = new VmPlan { Host = "web", Accelerator = accelerator, Cores = cores };

        Assert.That(string.Join(' ', QemuArguments.Build(plan, Sockets, Version.Parse(qemu))).Contains("-smp 1", StringComparison.Ordinal),
            Is.EqualTo(adjusted));
        Assert.That(QemuArguments.Adjustments(plan, Version.Parse(qemu)), Has.Exactly(adjusted ? 1 : 0).Contains("-smp 1"));
    }

    [Test]
    public void A_comma_in_a_path_is_doubled()
    {
        var arguments = QemuArguments.Build(new VmPlan { Host = "web", Accelerator = "kvm" }, VmSockets.In("/run/a,b", 0), Sound);

        Assert.That(arguments.Where(argument => argument.StartsWith("socket,", StringComparison.Ordinal)),
            Has.Exactly(5).Items.And.All.Contains(",path=/run/a,,b/0"));
    }
}
