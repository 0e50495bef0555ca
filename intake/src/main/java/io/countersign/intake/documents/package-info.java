/// Opens documents that are on their way to a service, in processes of their own with limits on
/// time, memory, output and nesting. It knows file formats and hands out text; it knows nothing of
/// what the text means nor of who sent it. Open `DocumentReader` first, then `DocumentProcesses`.
@org.jspecify.annotations.NullMarked
package io.countersign.intake.documents;
