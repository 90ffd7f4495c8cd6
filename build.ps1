#!/usr/bin/env pwsh
# Runs VmTest from PowerShell: ./build.ps1 --target=VmTest --flake=.
#
# All of the work is done by build.sh beside this file, so that there is one launcher to trust: this one finds bash, passes
# the arguments on unchanged from the caller's own directory, and ends with the host's exit code.
# Deliberately without a param() block: PowerShell would take the arguments for its own.

$bash = Get-Command bash -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1

if ($IsWindows -or -not $bash) {
    [Console]::Error.WriteLine('build.ps1: VmTest tests virtual machines on Linux (macOS at most for its own tests) and needs bash.')
    [Console]::Error.WriteLine('  Windows: run ./build.sh inside the Windows Subsystem for Linux (wsl --install).')
    [Console]::Error.WriteLine('  Others:  install bash (nix profile install nixpkgs#bash, apt-get install bash, brew install bash).')
    exit 1
}

& $bash.Source (Join-Path $PSScriptRoot 'build.sh') @args
exit $LASTEXITCODE
