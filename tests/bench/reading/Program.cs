using VmTest.Bench;

switch (args)
{
    case ["nix-log", .. var rest]:
        await NixLogBench.RunAsync(rest.Length > 0 ? long.Parse(rest[0]) : 2048, rest.Length > 1 ? rest[1] : "/dev/null");
        return 0;
    case ["console", .. var rest]:
        ConsoleBench.Run(rest.Length > 0 ? int.Parse(rest[0]) : 1024);
        return 0;
    case ["records", .. var rest]:
        RecordsBench.Run(rest.Length > 0 ? int.Parse(rest[0]) : 2000);
        return 0;
    default:
        Console.Error.WriteLine("Usage: nix-log [MEGABYTES [LOG-FILE]] | console [MEBIBYTES] | records [COUNT]");
        return 2;
}
