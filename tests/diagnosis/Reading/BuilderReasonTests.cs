using VmTest.Nix;

namespace VmTest.DiagnosisTests.Reading;

/// <summary>Which line of a builder's output says why it failed. The outputs are those of the real tools.</summary>
internal sealed class BuilderReasonTests
{
    [TestCase("""KeyError: 'name'""", """
            running build
            Traceback (most recent call last):
              File "/build/source/setup.py", line 4, in <module>
                print(load("x.json"))
                      ^^^^^^^^^^^^^^
              File "/build/source/setup.py", line 3, in load
                return json.load(open(p))["name"]
                       ~~~~~~~~~~~~~~~~~~^^^^^^^^
            KeyError: 'name'
            """,
        TestName = "a traceback of Python ends with its reason")]
    [TestCase("""ModuleNotFoundError: No module named 'wheel'""", """
            Executing pythonImportsCheckPhase
            Traceback (most recent call last):
              File "<string>", line 1, in <module>
            ModuleNotFoundError: No module named 'wheel'
            """,
        TestName = "a module of Python that is not there")]
    [TestCase("""RuntimeError: the index is broken""", """
            Traceback (most recent call last):
              File "/build/a.py", line 2, in load
                open("index")
            FileNotFoundError: [Errno 2] No such file or directory: 'index'

            The above exception was the direct cause of the following exception:

            Traceback (most recent call last):
              File "/build/a.py", line 6, in <module>
                load()
            RuntimeError: the index is broken
            """,
        TestName = "an exception of Python that came of another one")]
    [TestCase("""ZLIBX""", """
            -- The C compiler identification is GNU 12.2.0
            -- Detecting C compile features - done
            CMake Error at CMakeLists.txt:3 (find_package):
              By not providing "FindZLIBX.cmake" in CMAKE_MODULE_PATH this project has
              asked CMake to find a package configuration file provided by "ZLIBX", but
              CMake did not find one.

              Could not find a package configuration file provided by "ZLIBX" with any of
              the following names:

                ZLIBXConfig.cmake
                zlibx-config.cmake


            -- Configuring incomplete, errors occurred!
            See also "/build/source/CMakeFiles/CMakeOutput.log".
            """,
        TestName = "a package that CMake does not find")]
    [TestCase("""Cannot find source file: main.c""", """
            CMake Error at CMakeLists.txt:3 (add_executable):
              Cannot find source file:

                main.c


            CMake Error at CMakeLists.txt:3 (add_executable):
              No SOURCES given to target: x


            CMake Generate step failed.  Build files cannot be regenerated correctly.
            """,
        TestName = "a source file that CMake does not find")]
    [TestCase("""main.c:2:26: error: implicit declaration of function 'foo'""", """
            make: Entering directory '/build/source'
            gcc -Werror -Wall -c main.c
            main.c: In function 'main':
            main.c:2:26: error: implicit declaration of function 'foo' [-Werror=implicit-function-declaration]
                2 | int main(void) { int x = foo(3) return x; }
                  |                          ^~~
            main.c:2:33: error: expected ',' or ';' before 'return'
            cc1: all warnings being treated as errors
            make: *** [Makefile:3: main.o] Error 1
            make: Leaving directory '/build/source'
            """,
        TestName = "a compiler's first error, not what make says of it")]
    [TestCase("""undefined reference to `bar'""", """
            /nix/store/x-binutils/bin/ld: /build/ccId7reb.o: in function `main':
            l.c:(.text+0x5): undefined reference to `bar'
            collect2: error: ld returned 1 exit status
            """,
        TestName = "a symbol that the linker does not find")]
    [TestCase("""No rule to make target 'missing.o', needed by 'all'""", """
            make: Entering directory '/build/source'
            make: *** No rule to make target 'missing.o', needed by 'all'.  Stop.
            make: Leaving directory '/build/source'
            """,
        TestName = "a target that make cannot make")]
    [TestCase("""error[E0425]: cannot find value `y` in this scope""", """
               Compiling x v0.1.0 (/build/source)
            error[E0425]: cannot find value `y` in this scope
             --> src/main.rs:1:46
              |
            1 | fn main() { println!("{}", y); }
              |                            ^

            For more information about this error, try `rustc --explain E0425`.
            error: could not compile `x` (bin "x") due to 1 previous error
            """,
        TestName = "rustc's error, not cargo's closing line")]
    [TestCase("""signal: 9, SIGKILL: kill""", """
               Compiling big v0.1.0
            error: could not compile `big` (lib)

            Caused by:
              process didn't exit successfully: `rustc --crate-name big --edition=2021 src/lib.rs` (signal: 9, SIGKILL: kill)
            warning: build failed, waiting for other jobs to finish...
            """,
        TestName = "a compiler of cargo that was killed")]
    [TestCase("""no matching package named `serde` found""", """
            error: no matching package named `serde` found
            location searched: directory source `/build/cargo-vendor-dir` (which is replacing registry `crates-io`)
            required by package `x v0.1.0 (/build/source)`
            """,
        TestName = "a crate that is not vendored")]
    [TestCase("""Cannot find module './missing.js'""", """
            node:internal/modules/cjs/loader:1210
              throw err;
              ^

            Error: Cannot find module './missing.js'
            Require stack:
            - /build/source/n.js
                at Module._resolveFilename (node:internal/modules/cjs/loader:1207:15)
              code: 'MODULE_NOT_FOUND',
              requireStack: [ '/build/source/n.js' ]
            }

            Node.js v20.20.2
            npm ERR! code ELIFECYCLE
            npm ERR! errno 1
            """,
        TestName = "a module of Node that is not there")]
    [TestCase("""Killed""", """
            start
            /build/.attr-0: line 2: 27554 Killed                  python3 -c "grow()"
            """,
        TestName = "a program that was killed, in the middle of the shell's line")]
    [TestCase("""Segmentation fault""", """
            /nix/store/x-stdenv-linux/setup: line 1596:    12 Segmentation fault      ./codegen
            """,
        TestName = "a program that crashed, in the middle of the shell's line")]
    [TestCase("""AssertionError: 1 != 2""", """
            F
            ======================================================================
            FAIL: test_a (tests.T.test_a)
            ----------------------------------------------------------------------
            Traceback (most recent call last):
              File "/build/source/t.py", line 3, in test_a
                def test_a(self): self.assertEqual(1,2)
                                  ^^^^^^^^^^^^^^^^^^^^^
            AssertionError: 1 != 2

            ----------------------------------------------------------------------
            Ran 1 test in 0.001s

            FAILED (failures=1)
            """,
        TestName = "a test of unittest, by the assertion that does not hold")]
    [TestCase("""Hunk #1 FAILED at 1""", """
            applying patch /nix/store/x-fix.patch
            patching file p.txt
            Hunk #1 FAILED at 1.
            1 out of 1 hunk FAILED -- saving rejects to file p.txt.rej
            """,
        TestName = "a patch that does not apply")]
    [TestCase("""not in gzip format""", """
            unpacking source archive /nix/store/x-x.tar.gz

            gzip: stdin: not in gzip format
            tar: Child returned status 1
            tar: Error is not recoverable: exiting now
            """,
        TestName = "an archive that is none")]
    [TestCase("""do not know how to unpack source archive""", """
            unpacking source archive /nix/store/x-source.xyz
            do not know how to unpack source archive /nix/store/x-source.xyz
            """,
        TestName = "an archive of a kind that nobody unpacks")]
    [TestCase("""nosuch.h: No such file or directory""", """
            h.c:1:10: fatal error: nosuch.h: No such file or directory
                1 | #include <nosuch.h>
                  |          ^~~~~~~~~~
            compilation terminated.
            make: *** [<builtin>: h.o] Error 1
            """,
        TestName = "a header that is not there")]
    [TestCase("""libfoo is required""", """
            checking for gcc... gcc
            checking for libfoo... no
            configure: error: libfoo is required
            """,
        TestName = "configure's own words")]
    [TestCase("""example.org/y@v1.0.0: is explicitly required in go.mod""", """
            Building subPackage .
            go: inconsistent vendoring in /build/source:
            	example.org/y@v1.0.0: is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt

            	To ignore the vendor directory, use -mod=readonly or -mod=mod.
            	To sync the vendor directory, run:
            		go mod vendor
            """,
        TestName = "Go's vendored modules")]
    [TestCase("""main.go:5:27: undefined: undefinedName""", """
            Building subPackage .
            # x
            ./main.go:5:27: undefined: undefinedName
            """,
        TestName = "an error of Go's compiler")]
    [TestCase("""main_test.go:5: wrong answer: 41""", """
            ok  	x/other	0.010s
            --- FAIL: TestA (0.00s)
                main_test.go:5: wrong answer: 41
            FAIL
            FAIL	x	0.003s
            FAIL
            """,
        TestName = "a test of Go, by its own words")]
    [TestCase("""cannot find module providing package example.org/none""", """
            go: finding module for package example.org/none
            main.go:3:8: cannot find module providing package example.org/none: module lookup disabled by GOPROXY=off
            """,
        TestName = "a package of Go that cannot be found")]
    [TestCase("""panic: assignment to entry in nil map""", """
            panic: assignment to entry in nil map

            goroutine 1 [running]:
            main.main()
            	/build/source/main.go:3 +0x2e
            exit status 2
            """,
        TestName = "a panic of Go")]
    [TestCase("""
            Dependency "nosuchlib" not found
            """, """
            Found pkg-config: /usr/bin/pkg-config (1.8.1)
            Run-time dependency nosuchlib found: NO (tried pkgconfig and cmake)

            meson.build:2:0: ERROR: Dependency "nosuchlib" not found, tried pkgconfig and cmake

            A full log can be found at /build/source/build/meson-logs/meson-log.txt
            """,
        TestName = "a dependency that meson does not find")]
    [TestCase("""FAILED: x""", """
            [1/1] false
            FAILED: x 
            false
            ninja: build stopped: subcommand failed.
            """,
        TestName = "a command of ninja that failed without a word")]
    [TestCase("""collision between `/nix/store/a-one/bin/x' and `/nix/store/b-two/bin/x'""", """
            created 12 symlinks in user environment
            collision between `/nix/store/a-one/bin/x' and `/nix/store/b-two/bin/x'
            """,
        TestName = "two files of one name in an environment")]
    [TestCase("""conflicting subpath""", """
            pkgs.buildEnv error: two given paths contain a conflicting subpath:
              `/nix/store/a-one/bin/x' and
              `/nix/store/b-two/bin/x'
            hint: this may be caused by two different versions of the same package in buildEnv's `paths` parameter
            """,
        TestName = "two packages with one path in an environment")]
    [TestCase("""
            Exception: unit "web.service" is inactive and there are no pending jobs
            """, """
            machine # [    9.162] systemd[1]: Failed to start web.service.
            !!! Traceback (most recent call last):
            !!!   File "<string>", line 3, in <module>
            !!!     machine.wait_for_unit("web.service")
            !!!
            !!! Exception: unit "web.service" is inactive and there are no pending jobs
            cleanup
            kill machine (pid 9)
            """,
        TestName = "a NixOS test, by the assertion of its script")]
    [TestCase("""AssertionError""", """
            (finished: run the VM test script, in 12.01 seconds)
            Test "main" failed with error: ""
            Traceback (most recent call last):
              File "/nix/store/x-test-driver/bin/.nixos-test-driver-wrapped", line 9, in <module>
                sys.exit(main())
              File "<string>", line 5, in <module>
            AssertionError
            kill vlan (pid 8)
            """,
        TestName = "a NixOS test of an older driver")]
    [TestCase("""error: use of undeclared identifier 'y'""", """
            fatal: not a git repository (or any of the parent directories): .git
            sh: git: command not found
            cat: /etc/os-release: No such file or directory
            main.c:3:5: error: use of undeclared identifier 'y'
            make: *** [Makefile:2: main.o] Error 1
            """,
        TestName = "noise before the reason: no Git here")]
    [TestCase("""install: cannot stat 'result': No such file or directory""", """
            grep: config.h: No such file or directory
            fatal: not a git repository (or any of the parent directories): .git
            building
            installing
            install: cannot stat 'result': No such file or directory
            """,
        TestName = "noise before the shell's last word")]
    [TestCase("""is either undefined or does not point to a valid file location""", """
            Executing installPhase
            $cargoBuildLog is either undefined or does not point to a valid file location!
            By default `buildPackage` will capture cargo's output and use it to determine which binaries
            should be installed (instead of just guessing based on what is present in cargo's target directory).
            """,
        TestName = "the reason behind a helper's banner")]
    [TestCase("""line 3: cmake: command not found""", """
            configuring
            /build/run.sh: line 3: cmake: command not found
            """,
        TestName = "a program that is not there, at a hook's end")]
    [TestCase("""pattern version doesn't match anything""", """
            substituteStream() in derivation x-1.0: WARNING: '--replace' is deprecated, use --replace-{fail,warn,quiet}.
            substituteStream() in derivation x-1.0: ERROR: pattern version doesn't match anything in file 'setup.py'
            """,
        TestName = "a substitution without its pattern")]
    [TestCase("""cp: cannot stat 'bin/x': No such file or directory""", """
            Running phase: installPhase
            cp: cannot stat 'bin/x': No such file or directory
            """,
        TestName = "an output that is missing a file")]
    [TestCase("""assert 1 == 2""", """
            ============================= test session starts ==============================
            tests/test_a.py F                                                        [100%]
            =================================== FAILURES ===================================
                def test_a():
            >       assert 1 == 2
            E       assert 1 == 2

            tests/test_a.py:2: AssertionError
            =========================== short test summary info ============================
            FAILED tests/test_a.py::test_a - assert 1 == 2
            ============================== 1 failed in 0.02s ===============================
            """,
        TestName = "an assertion of pytest")]
    [TestCase("""assertion `left == right` failed""", """
            running 1 test
            test tests::a ... FAILED

            failures:

            ---- tests::a stdout ----
            thread 'tests::a' panicked at src/lib.rs:4:9:
            assertion `left == right` failed
              left: 1
             right: 2

            failures:
                tests::a

            test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out
            error: test failed, to rerun pass `--lib`
            """,
        TestName = "a test of cargo, by its panic")]
    public void The_reason_is_the_most_telling_line(string reason, string output)
    {
        var log = new BuilderLog();
        foreach (var (index, line) in output.Split('\n').Index())
        {
            log.Add(line, index + 1);
        }

        Assert.That(log.Reason, Does.Contain(reason));
    }
}
