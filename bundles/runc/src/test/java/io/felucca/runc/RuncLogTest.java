package io.felucca.runc;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RuncLogTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path log(String text) throws IOException {
    return Files.writeString(folder.getRoot().toPath().resolve("log.json"), text);
  }

  @Test
  public void lastErrorIsTheOneThatIsTold() throws IOException {
    Path log =
        log(
            """
            {"level":"warning","msg":"careful"}
            {"level":"error","msg":"first"}
            {"msg":"second\\n","level":"error","time":"now"}
            {"level":"info","msg":"after"}
            """);
    assertEquals("second", RuncLog.of(log).lastError());
  }

  @Test
  public void errorsOfEarlierCommandsAreNotTold() throws IOException {
    Path log = log("{\"level\":\"error\",\"msg\":\"old\"}\n");
    RuncLog fresh = RuncLog.from(log);
    assertEquals("", fresh.lastError());
    Files.writeString(log, "{\"level\":\"error\",\"msg\":\"new\"}\n", StandardOpenOption.APPEND);
    assertEquals("new", fresh.lastError());
  }

  @Test
  public void whatIsNoJsonIsLeftOut() throws IOException {
    assertEquals("", RuncLog.of(log("panic: oh no\n")).lastError());
    assertEquals(
        "whole",
        RuncLog.of(log("{\"level\":\"error\",\"msg\":\"whole\"}\n{\"level\":\"err")).lastError());
    assertEquals("", RuncLog.of(folder.getRoot().toPath().resolve("none")).lastError());
  }
}
