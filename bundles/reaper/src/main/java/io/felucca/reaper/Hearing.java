package io.felucca.reaper;

import io.felucca.linux.Child;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Pipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** What a reaper says of a launch: lines, until it closes its end of a pipe. */
final class Hearing implements AutoCloseable {
  private static final int LONGEST = 256;

  private final Launch launch;
  private final Folder folder;
  private final Pipe pipe;
  private final StringBuilder said = new StringBuilder();

  Hearing(Launch launch) throws LinuxException {
    this.launch = launch;
    this.folder = new Folder(launch.folder());
    this.pipe = Pipe.open();
  }

  /** The reaper's end; to be closed here once it has it. */
  Fd writer() {
    return pipe.writer();
  }

  Fd reader() {
    return pipe.reader();
  }

  /** The next line; what there is at the end. LaunchFailed where it does not come in time. */
  String line(Deadline limit) throws LinuxException {
    boolean more = true;
    while (more && said.indexOf("\n") < 0 && said.length() < LONGEST) {
      if (!limit.awaits(reader())) {
        throw LaunchFailed.late(launch);
      }
      more = hear();
    }
    int end = said.indexOf("\n") < 0 ? said.length() : said.indexOf("\n") + 1;
    String line = said.substring(0, end).strip();
    said.delete(0, end);
    return line;
  }

  private boolean hear() throws LinuxException {
    ByteBuffer some = ByteBuffer.allocate(LONGEST);
    boolean more = reader().read(some) > 0;
    said.append(new String(some.array(), 0, some.position(), StandardCharsets.UTF_8));
    return more;
  }

  /**
   * Why nothing runs; what was left of it in the folder is removed. The command of a reaper that
   * was killed goes on, and may have made the process, which nobody else will end.
   */
  LaunchFailed failure(Report report, Child reaper) throws IOException {
    try {
      reaper.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String stderr = launch.io().terminal() ? Files.readString(folder.stderr()) : "";
    if (report.isLost()) {
      new Abandonment(folder, folder.made()).run();
    } else {
      folder.clear();
    }
    return report.failure(launch, stderr);
  }

  /** What the OCI runtime has said is of no use once it has succeeded. */
  void forgetErrors() throws IOException {
    if (launch.io().terminal()) {
      Files.deleteIfExists(folder.stderr());
    }
  }

  @Override
  public void close() {
    pipe.close();
  }
}
