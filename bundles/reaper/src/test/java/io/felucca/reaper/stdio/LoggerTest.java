package io.felucca.reaper.stdio;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LoggerTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path path(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  private String logger(String script) throws Exception {
    Path program = path("logger");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return "binary://" + program;
  }

  private Stdio open(String out, String err) {
    TaskIo io = new TaskIo("", out, err, false);
    return Stdio.open(new StdioRequest(io, 0, 0, "space", "id", folder.getRoot().toPath(), false));
  }

  private static void write(Ends to, String text) throws Exception {
    to.own().writeFully(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Waits for what a logger writes at its end. */
  private String written(String name) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!Files.exists(path(name)) && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    return Files.readString(path(name));
  }

  @Test
  public void loggerGetsBothStreamsAndItsNames() throws Exception {
    String end = "; echo \"$CONTAINER_NAMESPACE $CONTAINER_ID $* $o$e\" > $2.t; mv $2.t $2";
    String uri = logger("exec 5>&-; o=$(cat <&3); e=$(cat <&4)" + end);
    uri += "?to=" + path("log");
    try (Stdio io = open(uri, uri)) {
      write(io.stdout(), "out ");
      write(io.stderr(), "err");
    }
    assertEquals("space id to " + path("log") + " out err\n", written("log"));
  }

  @Test
  public void loggerOfOneStreamFindsTheOtherAtItsEnd() throws Exception {
    String uri = logger("exec 5>&-; o=$(cat <&3); e=$(cat <&4); echo $o$e > $2.t; mv $2.t $2");
    uri += "?to=" + path("log");
    try (Stdio io = open("", uri)) {
      write(io.stderr(), "err");
    }
    assertEquals("err\n", written("log"));
  }

  @Test
  public void loggerThatFailsBeforeItIsReadyIsAnError() throws Exception {
    String uri = logger("exit 3");
    Fault fault = assertThrows(Fault.class, () -> open(uri, uri));
    assertTrue(fault.getMessage(), fault.getMessage().contains("status 3 before it was ready"));
  }

  @Test
  public void missingLoggerIsNamed() {
    Fault fault = assertThrows(Fault.class, () -> open("binary:///no/such/logger", ""));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
    assertTrue(fault.getMessage(), fault.getMessage().contains("/no/such/logger"));
  }

  @Test
  public void noteOfLoggersIsRemoved() throws Exception {
    String uri = logger("exec 5>&-; cat <&3 >/dev/null");
    open(uri, uri).close();
    assertTrue(Files.exists(path("loggers")));
    new LoggerNote(folder.getRoot().toPath()).discard();
    assertTrue(Files.notExists(path("loggers")));
  }
}
