package io.felucca.api;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FaultTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  @Test
  public void whatJavaSaysByAnExceptionsClassIsSaidInWords() throws IOException {
    Path absent = temporary.getRoot().toPath().resolve("absent");
    IOException missing = assertThrows(IOException.class, () -> Files.readString(absent));
    assertEquals(
        "read it: " + absent + ": no such file or directory",
        Fault.io("read it", missing).getMessage());
    File full = temporary.newFolder();
    temporary.newFile(full.getName() + "/file");
    IOException notEmpty = assertThrows(IOException.class, () -> Files.delete(full.toPath()));
    assertEquals(
        "delete it: " + full + ": directory not empty",
        Fault.io("delete it", notEmpty).getMessage());
    IOException there = assertThrows(IOException.class, () -> Files.createDirectory(full.toPath()));
    assertEquals("make it: " + full + ": file exists", Fault.io("make it", there).getMessage());
  }

  @Test
  public void aReasonThatIsThereIsNotSaidTwice() {
    assertEquals(
        "w: /x: No medium found",
        Fault.io("w", new FileSystemException("/x", null, "No medium found")).getMessage());
    assertEquals(
        "w: /x: permission denied by policy",
        Fault.io("w", new AccessDeniedException("/x", null, "permission denied by policy"))
            .getMessage());
    assertEquals("w: broken", Fault.io("w", new IOException("broken")).getMessage());
  }

  @Test
  public void aFullDiskIsAShortage() {
    Fault fault = Fault.io("w", new FileSystemException("/x", null, "No space left on device"));
    assertEquals(Fault.Kind.RESOURCE_EXHAUSTED, fault.kind());
  }

  @Test
  public void aStackTraceSaysTheKind() {
    assertEquals(
        "io.felucca.api.Fault: image \"nope\": not found",
        Fault.notFound("image \"%s\"", "nope").toString());
  }
}
