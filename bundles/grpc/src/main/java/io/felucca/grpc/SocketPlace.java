package io.felucca.grpc;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The life of a socket's file: cleared of a dead predecessor, closed to strangers until its owner
 * is set, removed at the end.
 *
 * <p>bind(2) makes the file with mode 0777 less the umask, and clients may connect at once. With a
 * umask that takes the write bits of group and others only this user could come in before the mode
 * is set, so the socket is bound in place. With a laxer umask it is bound in a private folder
 * beside and moved to its place when it is ready.
 */
final class SocketPlace {
  private static final int WRITE_OF_OTHERS = 0022;

  private final SocketFile file;
  private final Path bound;
  private Object inode;

  private SocketPlace(SocketFile file, Path bound) {
    this.file = file;
    this.bound = bound;
  }

  /** Clears the path of a socket that nobody answers on; throws if somebody does. */
  static SocketPlace take(SocketFile file, int umask) throws IOException {
    removeDead(file.path());
    boolean closed = (umask & WRITE_OF_OTHERS) == WRITE_OF_OTHERS;
    return new SocketPlace(file, closed ? file.path() : privateName(file.path()));
  }

  /** The address to bind, which need not be the final one. */
  UnixDomainSocketAddress address() {
    return UnixDomainSocketAddress.of(bound);
  }

  /** Lets clients in: sets mode and owner of the bound socket, then moves it to its place. */
  void open() throws IOException {
    own(bound, file.uid(), file.gid());
    Files.setAttribute(bound, "unix:mode", file.mode());
    if (isPrivate()) {
      Files.createLink(file.path(), bound); // unlike a move, never replaces another daemon's
      removePrivateName();
    }
    inode = Files.getAttribute(file.path(), "unix:ino");
  }

  /** Gives the file another owner and group; where that fails it keeps both. */
  void changeOwner(SocketFile to) throws IOException {
    Object uid = Files.getAttribute(file.path(), "unix:uid");
    Object gid = Files.getAttribute(file.path(), "unix:gid");
    try {
      own(file.path(), to.uid(), to.gid());
    } catch (IOException e) {
      own(file.path(), (int) uid, (int) gid);
      throw e;
    }
  }

  private static void own(Path path, int uid, int gid) throws IOException {
    if (uid != SocketFile.KEEP) {
      Files.setAttribute(path, "unix:uid", uid);
    }
    if (gid != SocketFile.KEEP) {
      Files.setAttribute(path, "unix:gid", gid);
    }
  }

  /** Removes the file unless another daemon has put its own there since. */
  void leave() throws IOException {
    removePrivateName();
    if (isTaken()) {
      Files.deleteIfExists(file.path());
    }
  }

  /** Whether the file that is there is the one that was put there. */
  boolean isTaken() {
    try {
      return inode != null && inode.equals(Files.getAttribute(file.path(), "unix:ino"));
    } catch (IOException gone) {
      return false;
    }
  }

  private boolean isPrivate() {
    return !bound.equals(file.path());
  }

  private void removePrivateName() throws IOException {
    if (isPrivate()) {
      Files.deleteIfExists(bound);
      Files.deleteIfExists(bound.getParent());
    }
  }

  private static Path privateName(Path path) throws IOException {
    var onlyMe =
        PosixFilePermissions.asFileAttribute(
            Set.copyOf(PosixFilePermissions.fromString("rwx------")));
    return Files.createTempDirectory(path.getParent(), ".", onlyMe).resolve("s");
  }

  private static void removeDead(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!isSocket(path)) {
      throw new BindException(
          path + " exists and is not a socket: move it or configure another address");
    }
    if (answers(path)) {
      throw new BindException(
          path + " is in use: another daemon answers there; stop it or configure another address");
    }
    Files.deleteIfExists(path);
  }

  private static boolean isSocket(Path path) throws IOException {
    int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return (mode & 0170000) == 0140000;
  }

  /** Not blocking: a daemon that is alive but busy counts as answering. */
  private static boolean answers(Path path) throws IOException {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false);
      probe.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException refused) {
      return false;
    }
  }
}
