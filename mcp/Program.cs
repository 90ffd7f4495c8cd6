using ModelContextProtocol.Server;
using VmTest.CommandLine;
using VmTest.Hosting;
using VmTest.Mcp.Runs;
using VmTest.Mcp.Tools;
using VmTest.Model;
using VmTest.Runs;
using VmTest.Terminal;
using VmTest.Text;

namespace VmTest.Mcp;

/// <summary>Serves the protocol until its input ends or a signal comes, and ends the calls that still run.</summary>
public static class Program
{
    private static readonly string[] HelpWords = ["--help", "-h", "-?"];

    public static async Task<int> Main(string[] args)
    {
        if (args.Any(HelpWords.Contains))
        {
            Console.Write(Usage.Text);
            return ExitCodes.Success;
        }

        if (args.Contains("--version"))
        {
            Console.WriteLine($"vmtest-mcp {RunFactsReader.Tool.Version}");
            return ExitCodes.Success;
        }

        if (OpenSsl.Explain() is { } missing)
        {
            await Console.Error.WriteLineAsync($"{missing.Code}: {missing.Message} {missing.Hint}");
            return ExitCodes.Of(Phase.Preflight);
        }

        var (input, output) = ProtocolStreams.Take();
        StandardStreams.Secure();
        try
        {
            return await ServeAsync(new ServerSettings(args, Environment.CurrentDirectory), input, output);
        }
        catch (UsageException error)
        {
            await Console.Error.WriteLineAsync(Sanitizer.Line(error.Message));
            return ExitCodes.Usage;
        }
    }

    private static async Task<int> ServeAsync(ServerSettings settings, Stream input, Stream output)
    {
        using var shutdown = new Shutdown(TimeProvider.System);
        // What the calls started dies with this process; the next run removes what they left.
        shutdown.Forced += () => Environment.Exit(ExitCodes.OfSignal(shutdown.Signal ?? 0));
        using var calls = new RunningCalls(shutdown.Token);
        await using var watched = new WatchedInput(input, calls.End);
        await using var transport = new StreamServerTransport(watched, output, RunFactsReader.Tool.Name);
        await using var server = McpServer.Create(transport, ServerOptions.Make(new Toolbox(settings, TimeProvider.System), calls));
        try
        {
            await server.RunAsync(shutdown.Token);
        }
        catch (OperationCanceledException) when (shutdown.Token.IsCancellationRequested)
        {
            // A signal: the calls end below.
        }

        await calls.EndAsync();
        return shutdown.Signal is { } signal ? ExitCodes.OfSignal(signal) : ExitCodes.Success;
    }
}
