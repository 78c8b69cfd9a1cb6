package io.felucca.linux;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.util.Locale;

/**
 * The C library as this room uses it: one constant for each function, called with plain numbers.
 *
 * <p>Every argument is passed as a 64-bit integer and up to six are passed whatever the function
 * takes: on x86_64 and aarch64 they travel in registers, and what a function does not take it does
 * not look at. That makes one call description enough for all of them, which is what keeps the
 * first call cheap (an interface bound by jnr-ffi costs two to four times as much).
 */
enum Libc {
  CHDIR,
  CHROOT,
  CLONE,
  CLOSE,
  CFMAKERAW,
  CONNECT,
  COPY_FILE_RANGE(true),
  DUP3,
  EPOLL_CREATE1,
  EPOLL_CTL,
  EPOLL_WAIT,
  EVENTFD,
  FALLOCATE,
  FCHMOD,
  FCHMODAT,
  FCHOWNAT,
  FCNTL,
  FDATASYNC,
  FSTATFS,
  FSYNC,
  FTRUNCATE,
  GETDENTS64(true),
  GETEUID,
  GETPID,
  GETXATTR(true),
  GRANTPT,
  INOTIFY_ADD_WATCH,
  INOTIFY_INIT1,
  INOTIFY_RM_WATCH,
  IOCTL,
  KILL,
  LGETXATTR(true),
  LINKAT,
  LISTXATTR(true),
  LLISTXATTR(true),
  LREMOVEXATTR,
  LSEEK(true),
  LSETXATTR,
  MADVISE,
  MALLOC_TRIM,
  MEMFD_CREATE,
  MKDIRAT,
  MKNODAT,
  MOUNT,
  OPENAT,
  PAUSE,
  PIPE2,
  POLL,
  POSIX_OPENPT,
  POSIX_SPAWNP,
  POSIX_SPAWN_FILE_ACTIONS_ADDCHDIR_NP,
  POSIX_SPAWN_FILE_ACTIONS_ADDCLOSE,
  POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP,
  POSIX_SPAWN_FILE_ACTIONS_ADDDUP2,
  POSIX_SPAWN_FILE_ACTIONS_DESTROY,
  POSIX_SPAWN_FILE_ACTIONS_INIT,
  POSIX_SPAWNATTR_DESTROY,
  POSIX_SPAWNATTR_INIT,
  POSIX_SPAWNATTR_SETFLAGS,
  POSIX_SPAWNATTR_SETPGROUP,
  POSIX_SPAWNATTR_SETSIGDEFAULT,
  POSIX_SPAWNATTR_SETSIGMASK,
  PRCTL,
  PREAD(true),
  PRLIMIT,
  PTSNAME_R,
  PWRITE(true),
  READ(true),
  READLINKAT(true),
  REMOVEXATTR,
  RENAMEAT2,
  SENDFILE(true),
  SETNS,
  SETPGID,
  SETSID,
  SETXATTR,
  SOCKET,
  STATFS,
  STATX,
  STRERROR(true),
  SYMLINKAT,
  SYNCFS,
  SYSCALL(true),
  TCGETATTR,
  TCSETATTR,
  UMASK,
  UMOUNT2,
  UNAME,
  UNLINKAT,
  UNLOCKPT,
  UNSHARE,
  UTIMENSAT,
  WAITID,
  WRITE(true);

  /** Loaded with the first call, not with the class: the constants are also mere names. */
  private static final class Native {
    static final Invoker INVOKER = Invoker.getInstance();
    static final Library LIBRARY =
        Library.getCachedInstance("libc.so.6", Library.LAZY | Library.LOCAL);
    static final CallContext SIX_LONGS =
        CallContext.getCallContext(Type.SLONG, longs(), CallingConvention.DEFAULT, true);

    private static Type[] longs() {
      return new Type[] {Type.SLONG, Type.SLONG, Type.SLONG, Type.SLONG, Type.SLONG, Type.SLONG};
    }
  }

  /** Reads and writes C memory. */
  static final class Heap {
    static final MemoryIO IO = MemoryIO.getInstance();
  }

  private final boolean wide;
  private long address;

  Libc() {
    this(false);
  }

  Libc(boolean wide) {
    this.wide = wide;
  }

  /** The function's name in C, which is also what an error message calls it. */
  String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where the function is, 0 when this C library has none of that name. */
  long address() {
    if (address == 0) {
      address = Native.LIBRARY.getSymbolAddress(symbol());
    }
    return address;
  }

  boolean exists() {
    return address() != 0;
  }

  /** errno as the last call of this thread left it. */
  static int lastErrno() {
    return LastError.getInstance().get();
  }

  /** Calls and returns what C returned, an {@code int} widened with its sign. */
  long call(long a, long b, long c, long d, long e, long f) {
    long target = address();
    if (target == 0) {
      LastError.getInstance().set(Errno.ENOSYS.number());
      return -1;
    }
    long result = Native.INVOKER.invokeN6(Native.SIX_LONGS, target, a, b, c, d, e, f);
    return wide ? result : (int) result;
  }

  long call(long a, long b, long c, long d) {
    return call(a, b, c, d, 0, 0);
  }

  long call(long a, long b) {
    return call(a, b, 0, 0, 0, 0);
  }

  long call(long a) {
    return call(a, 0, 0, 0, 0, 0);
  }

  /**
   * Calls, again when a signal came in between, and throws where C says -1.
   *
   * @param subject the path or descriptor that an error message names, or null
   */
  long check(Object subject, long a, long b, long c, long d, long e, long f) throws LinuxException {
    while (true) {
      long result = call(a, b, c, d, e, f);
      if (result != -1) {
        return result;
      }
      int errno = lastErrno();
      if (errno != Errno.EINTR.number()) {
        throw new LinuxException(symbol(), subject, errno);
      }
    }
  }

  long check(Object subject, long a, long b, long c, long d, long e) throws LinuxException {
    return check(subject, a, b, c, d, e, 0);
  }

  long check(Object subject, long a, long b, long c, long d) throws LinuxException {
    return check(subject, a, b, c, d, 0, 0);
  }

  long check(Object subject, long a, long b, long c) throws LinuxException {
    return check(subject, a, b, c, 0, 0, 0);
  }

  long check(Object subject, long a, long b) throws LinuxException {
    return check(subject, a, b, 0, 0, 0, 0);
  }

  long check(Object subject, long a) throws LinuxException {
    return check(subject, a, 0, 0, 0, 0, 0);
  }

  /** Calls a function that returns its error number instead of setting errno, as pthreads do. */
  void checkReturned(Object subject, long a, long b, long c, long d, long e, long f)
      throws LinuxException {
    long errno = exists() ? call(a, b, c, d, e, f) : Errno.ENOSYS.number();
    if (errno != 0) {
      throw new LinuxException(symbol(), subject, (int) errno);
    }
  }
}
