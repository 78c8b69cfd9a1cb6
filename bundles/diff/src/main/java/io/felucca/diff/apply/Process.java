package io.felucca.diff.apply;

import io.felucca.linux.Stat;
import io.felucca.linux.Unix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process gives to files that it makes.
 *
 * @param umask permissions that new files do not get
 * @param inUserNamespace whether devices cannot be made
 */
record Process(int uid, int gid, int umask, boolean inUserNamespace) {
  private static final String UMASK = "Umask:";

  static Process current() throws IOException {
    Stat self = Stat.following(Path.of("/proc/self"));
    return new Process(self.uid(), self.gid(), readUmask(), Unix.inUserNamespace());
  }

  /** There is no call that reads it without setting it. */
  private static int readUmask() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(UMASK)) {
        return Integer.parseInt(line.substring(UMASK.length()).trim(), 8);
      }
    }
    // a kernel before 4.7: then permissions are always set
    return 0777;
  }
}
