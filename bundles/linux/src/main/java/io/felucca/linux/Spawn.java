package io.felucca.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Starts programs with nothing of the daemon but what they are given.
 *
 * <p>A program gets the descriptors named here and no other, all signals at their defaults and none
 * blocked (a daemon started under nohup(1) ignores SIGHUP, and that would be inherited). Standard
 * input, output and error are {@code /dev/null} unless set. The program is looked for in {@code
 * PATH} unless its name has a slash. An order is used by one thread, and may be started again.
 *
 * <pre>{@code
 * try (Child child = Spawn.command("runc", "create", id).directory(bundle).stdout(log).start()) {
 *   int code = child.waitFor();
 * }
 * }</pre>
 *
 * <p>Made with posix_spawn(3), in half the time of {@link ProcessBuilder}. Limits (setrlimit(2))
 * are inherited; the JVM raises its soft limit of open files to the hard one unless told {@code
 * -XX:-MaxFDLimit}.
 */
public final class Spawn {
  private final List<String> command;
  private final Map<Integer, Fd> descriptors = new TreeMap<>();
  private Map<String, String> environment;
  private Path directory;
  private byte[] input;
  private boolean newSession;
  private boolean newGroup;

  /**
   * What a program that was run left.
   *
   * @param exitCode 128 and the signal's number if one killed it
   */
  public record Result(int exitCode, String output, String errors) {}

  private Spawn(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** Program and arguments. */
  public static Spawn command(String... command) {
    return command(List.of(command));
  }

  /** Program and arguments. */
  public static Spawn command(List<String> command) {
    return new Spawn(command);
  }

  /** The whole environment. Without this it is the daemon's. */
  public Spawn environment(Map<String, String> variables) {
    environment = Map.copyOf(variables);
    return this;
  }

  /** The working directory. A program's name with a slash is seen from there. */
  public Spawn directory(Path path) {
    directory = path;
    return this;
  }

  /** What the program reads as standard input. */
  public Spawn stdin(Fd fd) {
    return pass(fd, 0);
  }

  /** What the program finds in its standard input, from a file in memory: memfd_create(2). */
  public Spawn input(byte[] bytes) {
    input = bytes.clone();
    return this;
  }

  /** Where its standard output goes. */
  public Spawn stdout(Fd fd) {
    return pass(fd, 1);
  }

  /** Where its standard error goes. */
  public Spawn stderr(Fd fd) {
    return pass(fd, 2);
  }

  /** Gives it a descriptor under a number. The caller keeps and closes its own. */
  public Spawn pass(Fd fd, int number) {
    descriptors.put(number, fd);
    return this;
  }

  /** It leads a session of its own, without terminal: setsid(2). */
  public Spawn newSession() {
    newSession = true;
    return this;
  }

  /** It leads a process group of its own: setpgid(2). */
  public Spawn newGroup() {
    newGroup = true;
    return this;
  }

  /**
   * Starts it.
   *
   * @throws LinuxException if the program cannot be executed, ENOENT and EACCES first of all
   */
  public Child start() throws LinuxException {
    try (Inheritance fds = new Inheritance(descriptors, input)) {
      int pid = new PosixSpawn(fds, directory, newSession, newGroup).run(command, variables());
      return Child.of(pid);
    }
  }

  private List<String> variables() {
    List<String> list = new ArrayList<>();
    (environment == null ? System.getenv() : environment)
        .forEach((name, value) -> list.add(name + "=" + value));
    return list;
  }

  /** Runs it to its end, for a day at most, and keeps what it writes in memory. */
  public Result run() throws IOException {
    return run(Duration.ofDays(1));
  }

  /**
   * The same with a limit: a program that has not ended by then, or is being waited for by a thread
   * that is interrupted, is killed, and the call fails.
   */
  public Result run(Duration limit) throws IOException {
    try (Pipe out = Pipe.open();
        Pipe err = Pipe.open();
        Child child = stdout(out.writer()).stderr(err.writer()).start()) {
      out.writer().close();
      err.writer().close();
      return new Collector(child, command.get(0), limit).collect(out.reader(), err.reader());
    }
  }
}
