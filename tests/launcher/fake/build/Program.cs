using System.Runtime.InteropServices;

#if REFUSES
Console.Error.WriteLine("Error: no engine that this host knows");
return 1;
#else
// Says how it was started. --wait: until SIGTERM; --exit=N: ends with N.
Console.WriteLine($"source={Source.State}");
Console.WriteLine($"pid={Environment.ProcessId}");
Console.WriteLine($"cwd={Environment.CurrentDirectory}");
foreach (var arg in args)
{
    Console.WriteLine($"arg={arg}");
}

if (args.Contains("--wait"))
{
    using var terminated = new ManualResetEventSlim();
    using var registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
    {
        context.Cancel = true;
        terminated.Set();
    });
    Console.WriteLine("ready");
    terminated.Wait();
    Console.WriteLine("terminated");
    return 143;
}

return args.Where(arg => arg.StartsWith("--exit=")).Select(arg => int.Parse(arg["--exit=".Length..])).FirstOrDefault();
#endif
