package io.felucca.reaper;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.task.TaskIo;
import io.felucca.linux.Fifo;
import io.felucca.linux.PidFd;
import io.felucca.linux.Signals;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** What goes on while no daemon is there, and what the next one finds. */
public class DeadDaemonTest {
  @Rule public final Containers containers = new Containers();

  @Before
  public void reaperWasBuilt() {
    Assume.assumeTrue(ReaperProgram.isBuilt());
  }

  @Test(timeout = 60_000)
  public void exitMeanwhileIsKept() throws Exception {
    Launch launch = containers.creation(containers.id(), "exit 21", Containers.NO_IO);
    OtherDaemon.createAndDie(containers.programs(), launch);
    containers.runc("start", launch.id());
    assertEquals(21, Containers.ended(adopt(launch)).status());
  }

  @Test(timeout = 60_000)
  public void recordedEndIsKnownAtOnceThoughTheReaperIsStillThere() throws Exception {
    Launch launch = containers.creation(containers.id(), "exec sleep 600", Containers.NO_IO);
    Supervised first = containers.start(launch);
    containers.leave(first);
    Leftover.write(launch.folder().resolve("exit"), "5 1700000000 0\n");
    Supervised adopted = adopt(launch);
    assertTrue(adopted.exit().isDone());
    assertEquals(5, Containers.ended(adopted).status());
    assertTrue(adopted.signal(Signals.SIGKILL));
  }

  @Test(timeout = 60_000)
  public void terminalSessionGoesOn() throws Exception {
    Path in = containers.folder().resolve("in");
    Path out = containers.folder().resolve("out");
    Fifo.create(in, 0600);
    Fifo.create(out, 0600);
    String script = "busybox stty -echo; echo ready; while read x; do eval $x; echo done; done";
    TaskIo io = new TaskIo(in.toString(), out.toString(), "", true);
    Launch launch = containers.creation(containers.id(), script, io);
    OtherDaemon.createAndDie(containers.programs(), launch);
    containers.runc("start", launch.id());
    try (InputStream reader = Fifo.reader(out).input();
        OutputStream writer = Fifo.writer(in).output()) {
      Containers.until(reader, "ready\r\n");
      writer.write("echo alone\n".getBytes(StandardCharsets.UTF_8));
      assertEquals("alone\r\ndone\r\n", Containers.until(reader, "done\r\n"));
      Supervised adopted = adopt(launch);
      adopted.resize(77, 11);
      writer.write("busybox stty size\n".getBytes(StandardCharsets.UTF_8));
      assertEquals("11 77\r\ndone\r\n", Containers.until(reader, "done\r\n"));
      writer.write("exit 9\n".getBytes(StandardCharsets.UTF_8));
      assertEquals(9, Containers.ended(adopted).status());
    }
  }

  @Test(timeout = 60_000)
  public void loggerGoesOn() throws Exception {
    Path log = containers.folder().resolve("log");
    Path logger = containers.folder().resolve("logger");
    Files.writeString(logger, "#!/bin/sh\nexec 5>&-\ncat <&3 >$2.new\nmv $2.new $2\n");
    Files.setPosixFilePermissions(logger, PosixFilePermissions.fromString("rwxr-xr-x"));
    TaskIo io = new TaskIo("", "binary://" + logger + "?to=" + log, "", false);
    Launch launch = containers.creation(containers.id(), "echo heard; exit 3", io);
    OtherDaemon.createAndDie(containers.programs(), launch);
    containers.runc("start", launch.id());
    assertEquals(3, Containers.ended(adopt(launch)).status());
    while (!Files.exists(log)) {
      Thread.sleep(5);
    }
    assertEquals("heard\n", Files.readString(log));
  }

  @Test(timeout = 60_000)
  public void killedReaperOfALivingContainerIsAdopted() throws Exception {
    Launch launch = containers.creation(containers.id(), "exec sleep 600", Containers.NO_IO);
    Supervised first = containers.start(launch);
    containers.runc("start", launch.id());
    containers.leave(first);
    try (PidFd reaper = PidFd.open(first.supervisor())) {
      reaper.signal(Signals.SIGKILL);
    }
    Supervised adopted = adopt(launch);
    assertTrue(adopted.signal(Signals.SIGKILL));
    Ended ended = Containers.ended(adopted);
    assertEquals(ended.known() ? 137 : 255, ended.status());
  }

  @Test(timeout = 60_000)
  public void unknownIsSaidWhereAllAreDead() throws Exception {
    Launch launch = containers.creation(containers.id(), "exec sleep 600", Containers.NO_IO);
    Supervised first = containers.start(launch);
    containers.leave(first);
    try (PidFd reaper = PidFd.open(first.supervisor());
        PidFd init = PidFd.open(first.pid())) {
      reaper.signal(Signals.SIGKILL);
      init.signal(Signals.SIGKILL);
    }
    containers.runc("delete", "--force", launch.id());
    Ended ended = Containers.ended(adopt(launch));
    assertEquals(ended.known() ? 137 : 255, ended.status());
  }

  private Supervised adopt(Launch launch) {
    return containers.keep(containers.supervisor().adopt(launch.folder(), launch.io()));
  }
}
