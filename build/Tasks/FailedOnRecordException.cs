using VmTest.Model;
using VmTest.Text;

namespace VmTest.Tasks;

/// <summary>Marks a task as failed for Cake; the causes are on record already.</summary>
public sealed class FailedOnRecordException(Phase phase) : Exception(
    $"The {EnumText.Lower(phase)} phase failed; its causes are on record.");
