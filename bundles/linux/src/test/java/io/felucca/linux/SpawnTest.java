package io.felucca.linux;

import static io.felucca.linux.Failures.assertFails;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Rule;
import org.junit.Test;

public class SpawnTest {
  /** Of fcntl(2): a duplicate that is inherited. */
  private static final int F_DUPFD = 0;

  @Rule public final Workplace work = new Workplace();

  private static String output(Spawn spawn) throws IOException {
    Spawn.Result result = spawn.run();
    assertEquals(result.errors(), 0, result.exitCode());
    return result.output();
  }

  private static Spawn shell(String script) {
    return Spawn.command("sh", "-c", script);
  }

  @Test
  public void outputErrorsAndExitCodeAreCollected() throws Exception {
    Spawn.Result result = shell("echo out; echo err >&2; exit 3").run();
    assertEquals(new Spawn.Result(3, "out\n", "err\n"), result);
  }

  @Test
  public void signalIsAddedTo128() throws Exception {
    assertEquals(128 + Signals.SIGTERM, shell("kill -TERM $$").run().exitCode());
  }

  @Test
  public void largeOutputOnBothIsCollectedWhole() throws Exception {
    Spawn.Result result =
        shell("head -c 3000000 /dev/zero | tr '\\0' x; head -c 3000000 /dev/zero >&2").run();
    assertEquals(3_000_000, result.output().length());
    assertEquals(3_000_000, result.errors().length());
  }

  @Test
  public void inputOfAnySizeIsRead() throws Exception {
    assertEquals("1000000", output(Spawn.command("wc", "-c").input(new byte[1_000_000])).strip());
    assertEquals("0", output(Spawn.command("wc", "-c")).strip());
  }

  @Test
  public void environmentIsReplacedAsAWhole() throws Exception {
    Spawn env = Spawn.command("/usr/bin/env").environment(Map.of("A", "b c", "D", ""));
    assertEquals(List.of("A=b c", "D="), output(env).lines().sorted().toList());
    assertTrue(output(Spawn.command("env")).contains("PATH="));
  }

  @Test
  public void runsInItsDirectory() throws Exception {
    assertEquals(work.root() + "\n", output(Spawn.command("pwd").directory(work.root())));
    work.file("script", "#!/bin/sh\necho here");
    Attributes.chmod(work.path("script"), 0700);
    assertEquals("here\n", output(Spawn.command("./script").directory(work.root())));
  }

  @Test
  public void programThatCannotBeExecutedIsNamed() throws Exception {
    LinuxException e = assertFails(Errno.ENOENT, () -> Spawn.command("/no/program").start());
    assertEquals("/no/program", e.path());
    String file = work.file("f", "").toString();
    assertFails(Errno.EACCES, () -> Spawn.command(file).start());
    assertFails(Errno.ENOENT, () -> Spawn.command("true").directory(work.path("none")).start());
  }

  @Test
  public void nothingElseIsOpen() throws Exception {
    int leaky = (int) Libc.FCNTL.check(null, 0, F_DUPFD, 50);
    try (Fd leak = Fd.adopt(leaky, "leak")) {
      assertTrue(leak.value() >= 50);
      // 3 is the directory that ls itself opens
      assertEquals("0\n1\n2\n3\n", output(Spawn.command("ls", "/proc/self/fd")));
    }
  }

  @Test
  public void ignoredAndBlockedSignalsAreReset() throws Exception {
    Object before = ignore("WINCH");
    try {
      String status = output(Spawn.command("cat", "/proc/self/status"));
      assertTrue(status, status.contains("SigIgn:\t0000000000000000"));
      assertTrue(status, status.contains("SigBlk:\t0000000000000000"));
    } finally {
      handle("WINCH", before);
    }
  }

  private static Object ignore(String signal) throws ReflectiveOperationException {
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    return handle(signal, handler.getField("SIG_IGN").get(null));
  }

  private static Object handle(String signal, Object handler) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Signal");
    Method handle = type.getMethod("handle", type, Class.forName("sun.misc.SignalHandler"));
    return handle.invoke(null, type.getConstructor(String.class).newInstance(signal), handler);
  }

  @Test
  public void descriptorsArePassedUnderAnyNumber() throws Exception {
    try (Pipe a = Pipe.open();
        Pipe b = Pipe.open()) {
      Spawn spawn = shell("echo five >&5; echo three >&3; ls /proc/self/fd >&3");
      // each under a number that another one of them has here
      spawn.pass(a.writer(), 5).pass(b.writer(), 3);
      try (Child child = spawn.start()) {
        assertEquals(0, child.waitFor());
      }
      a.writer().close();
      b.writer().close();
      assertEquals("five\n", readAll(a.reader()));
      assertEquals("three\n0\n1\n2\n3\n4\n5\n", readAll(b.reader()));
    }
  }

  @Test
  public void descriptorsMayBeExchanged() throws Exception {
    try (Pipe first = Pipe.open();
        Pipe second = Pipe.open()) {
      int one = first.writer().value();
      int two = second.writer().value();
      Spawn spawn = Spawn.command("bash", "-c", "echo to-" + two + " >&" + two);
      spawn.pass(first.writer(), two).pass(second.writer(), one);
      try (Child child = spawn.start()) {
        assertEquals(0, child.waitFor());
      }
      first.writer().close();
      assertEquals("to-" + two + "\n", readAll(first.reader()));
    }
  }

  private static String readAll(Fd fd) throws LinuxException {
    StringBuilder text = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(100);
    while (fd.read(buffer.clear()) > 0) {
      text.append(new String(buffer.array(), 0, buffer.position()));
    }
    return text.toString();
  }

  @Test
  public void filesServeAsStandardStreams() throws Exception {
    Path in = work.file("in", "text");
    try (Fd input = Open.path(in, Open.O_RDONLY);
        Fd out = Open.path(work.path("out"), Open.O_WRONLY | Open.O_CREAT, 0600);
        Child child = shell("cat; echo bad >&2").stdin(input).stdout(out).stderr(out).start()) {
      assertEquals(0, child.waitFor());
    }
    assertEquals("textbad\n", Files.readString(work.path("out")));
  }

  @Test
  public void leadsASessionOrGroupWhenAsked() throws Exception {
    String[] session = output(stat().newSession()).strip().split(" ");
    assertEquals(session[0], session[1]);
    assertEquals(session[0], session[2]);
    String[] group = output(stat().newGroup()).strip().split(" ");
    assertEquals(group[0], group[1]);
    assertFalse(group[0].equals(group[2]));
  }

  /** Prints its pid, group and session. */
  private static Spawn stat() {
    return Spawn.command("cut", "-d ", "-f1,5,6", "/proc/self/stat");
  }

  @Test
  public void lateProgramIsKilled() throws Exception {
    Spawn slow = shell("echo $$ > " + work.path("pid") + "; exec sleep 60");
    IOException e = assertThrows(IOException.class, () -> slow.run(Duration.ofMillis(3000)));
    assertTrue(e.getMessage(), e.getMessage().contains("did not end within 3000 ms"));
    int pid = Integer.parseInt(Files.readString(work.path("pid")).strip());
    for (int i = 0; i < 6000 && Processes.exists(pid); i++) {
      Thread.sleep(10);
    }
    assertFalse(Processes.exists(pid));
  }

  @Test
  public void interruptEndsARun() throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread runner =
        new Thread(
            () -> {
              try {
                Spawn.command("sleep", "60").run();
              } catch (IOException e) {
                failure.set(e);
              }
            });
    runner.start();
    Thread.sleep(50);
    runner.interrupt();
    runner.join();
    assertTrue(failure.get() instanceof InterruptedIOException);
  }

  @Test
  public void descriptorsDoNotLeakHere() throws Exception {
    output(shell("true"));
    int before = openHere();
    for (int i = 0; i < 20; i++) {
      output(shell("true"));
    }
    // the watch of the last one may take a moment longer
    for (int i = 0; i < 6000 && openHere() > before; i++) {
      Thread.sleep(10);
    }
    assertTrue(openHere() <= before);
  }

  private static int openHere() throws LinuxException {
    return Directory.list(Path.of("/proc/self/fd")).size();
  }
}
