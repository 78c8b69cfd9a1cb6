package io.felucca.linux;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The arguments of one posix_spawn(3). Sizes are those of glibc's structures. */
final class PosixSpawn {
  private static final int SETPGROUP = 0x02;
  private static final int SETSIGDEF = 0x04;
  private static final int SETSIGMASK = 0x08;
  private static final int SETSID = 0x80;
  private static final int ACTIONS_SIZE = 80;
  private static final int ATTRIBUTES_SIZE = 336;
  private static final int SIGSET_SIZE = 128;

  private final Inheritance fds;
  private final Path directory;
  private final boolean newSession;
  private final boolean newGroup;

  PosixSpawn(Inheritance fds, Path directory, boolean newSession, boolean newGroup) {
    this.fds = fds;
    this.directory = directory;
    this.newSession = newSession;
    this.newGroup = newGroup;
  }

  /** Starts the program and returns the number of its process. */
  int run(List<String> command, List<String> environment) throws LinuxException {
    try (Frame f = new Frame()) {
      String program = command.get(0);
      long pid = f.bytes(4);
      long file = f.string(program);
      long argv = f.strings(command);
      long envp = f.strings(environment);
      long actions = f.bytes(ACTIONS_SIZE);
      long attributes = f.bytes(ATTRIBUTES_SIZE);
      init(actions, attributes);
      try {
        fill(f, actions, attributes);
        Libc.POSIX_SPAWNP.checkReturned(program, pid, file, actions, attributes, argv, envp);
        return Frame.getInt(pid);
      } finally {
        Libc.POSIX_SPAWN_FILE_ACTIONS_DESTROY.call(actions);
        Libc.POSIX_SPAWNATTR_DESTROY.call(attributes);
      }
    }
  }

  private static void init(long actions, long attributes) throws LinuxException {
    Libc.POSIX_SPAWN_FILE_ACTIONS_INIT.checkReturned(null, actions, 0, 0, 0, 0, 0);
    Libc.POSIX_SPAWNATTR_INIT.checkReturned(null, attributes, 0, 0, 0, 0, 0);
  }

  private void fill(Frame f, long actions, long attributes) throws LinuxException {
    addDescriptors(f, actions);
    closeRest(actions);
    if (directory != null) {
      String path = directory.toString();
      Libc.POSIX_SPAWN_FILE_ACTIONS_ADDCHDIR_NP.checkReturned(
          path, actions, f.string(path), 0, 0, 0, 0);
    }
    setSignals(f, attributes);
    int flags = SETSIGDEF | SETSIGMASK | (newSession ? SETSID : 0) | (newGroup ? SETPGROUP : 0);
    Libc.POSIX_SPAWNATTR_SETFLAGS.checkReturned(null, attributes, flags, 0, 0, 0, 0);
  }

  private void addDescriptors(Frame f, long actions) throws LinuxException {
    for (int number = 0; number < fds.end(); number++) {
      Fd source = fds.source(number);
      if (source == null) {
        close(actions, number);
      } else {
        Libc.POSIX_SPAWN_FILE_ACTIONS_ADDDUP2.checkReturned(
            source, actions, f.fd(source), number, 0, 0, 0);
      }
    }
  }

  /** Closes what the JVM or anybody else has opened without close-on-exec. */
  private void closeRest(long actions) throws LinuxException {
    if (Libc.POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP.exists()) {
      Libc.POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP.checkReturned(
          null, actions, fds.end(), 0, 0, 0, 0);
      return;
    }
    // glibc before 2.34
    for (Directory.Entry open : Directory.list(Path.of("/proc/self/fd"))) {
      int number = Integer.parseInt(open.name());
      if (number >= fds.end()) {
        close(actions, number);
      }
    }
  }

  /** Closing what is not open is no error here. */
  private static void close(long actions, int number) throws LinuxException {
    Libc.POSIX_SPAWN_FILE_ACTIONS_ADDCLOSE.checkReturned(null, actions, number, 0, 0, 0, 0);
  }

  private static void setSignals(Frame f, long attributes) throws LinuxException {
    long none = f.bytes(SIGSET_SIZE);
    // sigfillset(3) would leave out the two that glibc uses itself, and they would be ignored
    byte[] every = new byte[SIGSET_SIZE];
    Arrays.fill(every, (byte) 0xff);
    long all = f.bytes(every);
    Libc.POSIX_SPAWNATTR_SETSIGMASK.checkReturned(null, attributes, none, 0, 0, 0, 0);
    Libc.POSIX_SPAWNATTR_SETSIGDEFAULT.checkReturned(null, attributes, all, 0, 0, 0, 0);
  }
}
