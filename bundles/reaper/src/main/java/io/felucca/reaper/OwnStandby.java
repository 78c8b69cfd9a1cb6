package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.linux.Child;
import io.felucca.linux.Fd;
import io.felucca.linux.Fifo;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import io.felucca.linux.Pipe;
import io.felucca.linux.Poll;
import io.felucca.reaper.stdio.Stdio;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A reaper whose OCI runtime's command waits at its process file, a FIFO: reaper.c, stand_by(). A
 * byte in a pipe is the word to go on, the pipe's end that the command is not wanted any more.
 */
final class OwnStandby implements Standby {
  private static final System.Logger LOG = System.getLogger("io.felucca.reaper");
  private static final int OWNER_ONLY = 0600;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** After that a command that has read its file may be one that reads it to the end. */
  private static final Duration A_WHILE = Duration.ofSeconds(1);

  private final Folder folder;
  private final boolean later;
  private final Hearing hearing;
  private final Fd word;
  private final Child reaper;

  private OwnStandby(Folder folder, boolean later, Hearing hearing, Fd word, Child reaper) {
    this.folder = folder;
    this.later = later;
    this.hearing = hearing;
    this.word = word;
    this.reaper = reaper;
  }

  /**
   * Starts it.
   *
   * @param later whether the other end of standard input is to be held later, if at all
   */
  static OwnStandby start(Path program, Launch launch, Stdio stdio, boolean later)
      throws LinuxException {
    Folder folder = new Folder(launch.folder());
    Fifo.create(folder.process(), OWNER_ONLY);
    Hearing hearing = new Hearing(launch);
    try (Pipe word = Pipe.open()) {
      ReaperSpawn spawn =
          new ReaperSpawn(program, launch.withProcess(folder.process()), stdio, later);
      Child reaper = spawn.start(hearing.writer(), word.reader());
      hearing.writer().close();
      return new OwnStandby(folder, later, hearing, word.writer().dup(), reaper);
    } catch (LinuxException | RuntimeException e) {
      hearing.close();
      throw e;
    }
  }

  /**
   * The file is opened in both directions: that waits for nobody, and what is written can be taken
   * back if nobody has read it.
   */
  @Override
  public Optional<State> begin(byte[] process, Deadline limit) {
    try (Fd file = handOver(process, limit)) {
      return file == null ? Optional.empty() : await(file, process, limit);
    } catch (IOException e) {
      throw Fault.io("start of what was prepared in " + folder.path(), e);
    } catch (LaunchFailed e) {
      if (e.isLate()) {
        new Abandonment(folder).run();
      }
      throw e;
    }
  }

  /** The file with the process in it; null where that cannot be, and nothing will run. */
  private Fd handOver(byte[] process, Deadline limit) {
    Fd file = null;
    boolean done = false;
    try {
      file = Open.path(folder.process(), Open.O_RDWR | Open.O_NONBLOCK);
      done = isTold(limit) && file.write(ByteBuffer.wrap(process)) == process.length;
    } catch (LinuxException e) {
      LOG.log(Level.DEBUG, "what was prepared has gone: " + folder.path(), e);
    } finally {
      if (file != null && !done) {
        file.close();
      }
    }
    return done ? file : null;
  }

  private boolean isTold(Deadline limit) throws LinuxException {
    say('B');
    return !later || hearing.line(limit).equals("begun");
  }

  private void say(char what) throws LinuxException {
    word.write(ByteBuffer.wrap(new byte[] {(byte) what}));
  }

  private Optional<State> await(Fd file, byte[] process, Deadline limit) throws IOException {
    if (!Deadline.in(A_WHILE).awaits(hearing.reader()) && !Poll.readable(file, Duration.ZERO)) {
      file.close();
    }
    Report report = new Report(hearing.line(limit));
    if (report.isRunning()) {
      hearing.forgetErrors();
      return Optional.of(report.state());
    }
    if (isTakenBack(file, process)) {
      return Optional.empty();
    }
    throw hearing.failure(report, reaper);
  }

  /** Then the command was gone before: nothing has run, and nothing will. */
  private static boolean isTakenBack(Fd file, byte[] process) {
    try {
      return file.read(ByteBuffer.allocate(process.length)) == process.length;
    } catch (LinuxException e) {
      return false; // EAGAIN: it was read
    }
  }

  @Override
  public void rest() {
    word.close();
  }

  @Override
  public void end() {
    try {
      say('L');
    } catch (LinuxException e) {
      new Control(folder, false).leave(); // it rests, or has gone
    }
    try {
      if (reaper.waitFor(PATIENCE).isEmpty()) {
        reaper.kill(); // and with it its command
        reaper.waitFor(PATIENCE);
      }
    } catch (LinuxException e) {
      throw Fault.io("end of the reaper in " + folder.path(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    word.close();
    hearing.close();
    reaper.close();
  }
}
