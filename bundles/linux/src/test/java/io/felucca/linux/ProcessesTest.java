package io.felucca.linux;

import static io.felucca.linux.Failures.assertFails;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Assume;
import org.junit.Test;

public class ProcessesTest {
  private static Child sleeper() throws LinuxException {
    return Spawn.command("sleep", "60").start();
  }

  @Test
  public void childIsWaitedForWithALimit() throws Exception {
    try (Child child = sleeper()) {
      assertEquals(OptionalInt.empty(), child.waitFor(Duration.ofMillis(20)));
      assertTrue(child.process().isAlive());
      child.signal(Signals.SIGTERM);
      assertEquals(OptionalInt.of(143), child.waitFor(Duration.ofSeconds(120)));
      assertFalse(child.process().isAlive());
      child.kill();
    }
  }

  @Test
  public void childIsReapedThoughNobodyWaits() throws Exception {
    Child child = Spawn.command("true").start();
    child.close();
    for (int i = 0; i < 6000 && Processes.exists(child.pid()); i++) {
      Thread.sleep(10);
    }
    assertFalse(Processes.exists(child.pid()));
    assertEquals(0, child.waitFor());
  }

  @Test
  public void manyChildrenKeepTheirOwnExitCodes() throws Exception {
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      children.add(Spawn.command("sh", "-c", "exit " + i).start());
    }
    for (int i = 0; i < 60; i++) {
      assertEquals(i, children.get(i).waitFor());
      children.get(i).close();
    }
  }

  @Test
  public void endOfAForeignProcessIsNoticed() throws Exception {
    Process foreign = new ProcessBuilder("sleep", "60").start();
    CountDownLatch ended = new CountDownLatch(1);
    try (PidFd held = PidFd.open((int) foreign.pid())) {
      held.onExit(ended::countDown);
    }
    assertFalse(ended.await(20, TimeUnit.MILLISECONDS));
    foreign.destroyForcibly();
    assertTrue(ended.await(120, TimeUnit.SECONDS));
    assertEquals(137, foreign.waitFor());
  }

  @Test
  public void whatGoesWrongAfterOneEndKeepsNoOtherFromBeingNoticed() throws Exception {
    Process first = new ProcessBuilder("sleep", "60").start();
    try (PidFd held = PidFd.open((int) first.pid())) {
      held.onExit(
          () -> {
            throw new NoClassDefFoundError("thrown by this test");
          });
    }
    first.destroyForcibly().waitFor();
    endOfAForeignProcessIsNoticed();
  }

  @Test
  public void endOfAProcessIsSeenOnceItsDescriptorsAreClosed() throws Exception {
    Process foreign = new ProcessBuilder("sh", "-c", "read x").start();
    assertFalse(Processes.isEnding((int) foreign.pid()));
    foreign.getOutputStream().close();
    assertEquals(-1, foreign.getInputStream().read());
    assertTrue(Processes.isEnding((int) foreign.pid()));
  }

  @Test
  public void cancelledWatchIsNotCalled() throws Exception {
    Process foreign = new ProcessBuilder("sleep", "60").start();
    CountDownLatch cancelled = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (PidFd held = PidFd.open((int) foreign.pid())) {
      held.watch(cancelled::countDown).close();
      held.onExit(ended::countDown);
    }
    foreign.destroyForcibly();
    assertTrue(ended.await(120, TimeUnit.SECONDS));
    assertEquals(1, cancelled.getCount());
  }

  @Test
  public void exitStatusOfAForeignProcessIsToldByNewKernels() throws Exception {
    Assume.assumeTrue(Unix.uname().atLeast(6, 15));
    for (String[] script : new String[][] {{"exit 7", "7"}, {"kill -9 $$", "137"}}) {
      Process foreign = new ProcessBuilder("sh", "-c", "read x; " + script[0]).start();
      try (PidFd held = PidFd.open((int) foreign.pid())) {
        assertEquals(OptionalInt.empty(), held.exitStatus());
        foreign.getOutputStream().close();
        foreign.waitFor();
        assertEquals(OptionalInt.of(Integer.parseInt(script[1])), held.exitStatus());
      }
    }
  }

  @Test
  public void processIsHeldByItsStartTime() throws Exception {
    try (Child child = sleeper()) {
      long start = Processes.startTime(child.pid());
      PidFd.open(child.pid(), start).close();
      assertFails(Errno.ESRCH, () -> PidFd.open(child.pid(), start + 1));
      child.kill();
      child.waitFor();
      assertFails(Errno.ESRCH, () -> Processes.startTime(child.pid()));
      assertFails(Errno.ESRCH, () -> PidFd.open(child.pid(), start));
      assertFails(Errno.ESRCH, () -> child.process().signal(Signals.SIGTERM));
    }
  }

  @Test
  public void startTimeIsFoundBehindAnOddName() throws Exception {
    Path script = Files.createTempDirectory("felucca").resolve("a) S 1 (b");
    Files.writeString(script, "#!/bin/sh\nread x");
    Attributes.chmod(script, 0700);
    try (Pipe pipe = Pipe.open();
        Child child = Spawn.command(script.toString()).stdin(pipe.reader()).start()) {
      assertTrue(Processes.startTime(child.pid()) >= Processes.startTime(Processes.self()));
      child.kill();
      child.waitFor();
    } finally {
      FileTree.delete(script.getParent());
    }
  }

  @Test
  public void descriptorOfAnotherProcessIsTaken() throws Exception {
    Workplace.needsRoot();
    try (Pipe pipe = Pipe.open();
        Child child = Spawn.command("sleep", "60").pass(pipe.writer(), 7).start();
        Fd taken = child.process().descriptor(7)) {
      taken.write(ByteBuffer.wrap(new byte[] {42}));
      ByteBuffer one = ByteBuffer.allocate(1);
      pipe.reader().read(one);
      assertEquals(42, one.get(0));
      child.kill();
    }
  }

  @Test
  public void orphansComeToTheSubreaper() throws Exception {
    Processes.setSubreaper(true);
    try {
      String script = "(sleep 60 >/dev/null 2>&1 & echo $!)";
      int pid = Integer.parseInt(Spawn.command("sh", "-c", script).run().output().strip());
      String status = Files.readString(Path.of("/proc/" + pid + "/status"));
      assertTrue(status, status.contains("PPid:\t" + Processes.self() + "\n"));
      Processes.kill(pid, Signals.SIGKILL);
      Processes.reap(pid);
    } finally {
      Processes.setSubreaper(false);
    }
  }

  @Test
  public void groupIsSignalledByItsNegativeNumber() throws Exception {
    try (Child child = Spawn.command("sh", "-c", "sleep 60; true").newGroup().start()) {
      Processes.kill(-child.pid(), Signals.SIGINT);
      assertEquals(130, child.waitFor());
      assertFails(Errno.ESRCH, () -> Processes.kill(-child.pid(), Signals.SIGINT));
    }
  }

  @Test
  public void threadIsNamed() throws Exception {
    Thread thread = new Thread(ProcessesTest::nameAndCheck);
    List<Throwable> failures = new ArrayList<>();
    thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
    thread.start();
    thread.join();
    assertEquals(List.of(), failures);
  }

  private static void nameAndCheck() {
    try {
      Processes.setThreadName("felucca-test");
      assertEquals("felucca-test\n", Files.readString(Path.of("/proc/thread-self/comm")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  public void limitsAreReadAndSet() throws Exception {
    try (Child child = sleeper()) {
      Limit limit = Limit.of(child.pid(), Limit.RLIMIT_NOFILE);
      assertEquals(Limit.of(0, Limit.RLIMIT_NOFILE), limit);
      new Limit(64, limit.hard()).set(child.pid(), Limit.RLIMIT_NOFILE);
      assertEquals(64, Limit.of(child.pid(), Limit.RLIMIT_NOFILE).soft());
      child.kill();
    }
  }
}
