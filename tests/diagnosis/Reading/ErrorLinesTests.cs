using VmTest.Nix;

namespace VmTest.DiagnosisTests.Reading;

/// <summary>Which lines of a builder are worth showing.</summary>
internal sealed class ErrorLinesTests
{
    [TestCase("main.c:7:3: error: 'x' undeclared (first use in this function)")]
    [TestCase("main.c:1:10: fatal error: stdio.h: No such file or directory")]
    [TestCase("error[E0308]: mismatched types")]
    [TestCase("Program.cs(3,5): error CS1002: ; expected")]
    [TestCase("/usr/bin/ld: main.o: undefined reference to `foo'")]
    [TestCase("make: *** [Makefile:3: all] Error 2")]
    [TestCase("make: *** No rule to make target 'x'.  Stop.")]
    [TestCase("ninja: build stopped: subcommand failed.")]
    [TestCase("CMake Error at CMakeLists.txt:3 (find_package):")]
    [TestCase("configure: error: no acceptable C compiler found in $PATH")]
    [TestCase("ModuleNotFoundError: No module named 'numpy'")]
    [TestCase("Traceback (most recent call last):")]
    [TestCase("E       assert 1 == 2")]
    [TestCase("FAILED tests/test_a.py::test_login - AssertionError")]
    [TestCase("3 failed, 120 passed, 0 errors in 2.31s")]
    [TestCase("Tests: 1 failed, 3 passed")]
    [TestCase("--- FAIL: TestLogin (0.00s)")]
    [TestCase("not ok 3 - login")]
    [TestCase("test login ... FAILED")]
    [TestCase("thread 'main' panicked at src/main.rs:3:5:")]
    [TestCase("/build/run.sh: line 3: cmake: command not found")]
    [TestCase("cp: cannot stat 'x': No such file or directory")]
    [TestCase("cc1: out of memory allocating 65536 bytes")]
    [TestCase("npm ERR! code ELIFECYCLE")]
    [TestCase("curl: (6) Could not resolve host: example.org")]
    [TestCase("Segmentation fault (core dumped)")]
    [TestCase("substituteStream() in derivation x: ERROR: pattern y doesn't match anything")]
    public void An_error_is_known(string line) => Assert.That(ErrorLines.Classify(line), Is.EqualTo(LineKind.Error));

    [TestCase("0 errors, 0 warnings")]
    [TestCase("    0 Error(s)")]
    [TestCase("Build succeeded with no errors")]
    [TestCase("checking for error: no")]
    [TestCase("checking whether to treat warnings as errors... no")]
    [TestCase("error: no")]
    [TestCase("errors: 0")]
    [TestCase("Tests: 12 passed, 0 failed")]
    [TestCase("gcc -Wall -Werror -c error.c -o error.o")]
    [TestCase("  CC  drivers/base/failure.o")]
    [TestCase("[ 10%] Building C object src/CMakeFiles/x.dir/error.c.o")]
    [TestCase("installing man/perror.3")]
    [TestCase("XFAIL: test_known_problem")]
    [TestCase("copying path to the output")]
    public void Noise_is_no_error(string line) => Assert.That(ErrorLines.Classify(line), Is.Not.EqualTo(LineKind.Error));
}
