package io.felucca.shim.launch;

import io.felucca.api.TypedValue;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.wire.Values;
import io.felucca.wire.shim.StartParameters;

/** What a shim finds in its standard input when it is told to start. */
enum StartInput {
  /** Since 2.3: all parameters in a message. Such shims refuse anything else. */
  PARAMETERS {
    @Override
    byte[] of(TaskFolder folder, TypedValue options, Daemon daemon, String socketDir) {
      StartParameters.Builder all =
          StartParameters.newBuilder()
              .setInstanceId(folder.id())
              .setNamespace(folder.namespace())
              .setLogLevel(ShimProgram.debug() ? DEBUG : 0)
              .setDaemonVersion(SPOKEN_RELEASE)
              .setTtrpcAddress(daemon.ttrpcAddress())
              .setGrpcAddress(daemon.address())
              .setDaemonBinary(daemon.binary());
      if (!socketDir.isEmpty()) {
        all.setSocketDir(socketDir);
      }
      if (options != null) {
        all.addExtensionsBuilder().setValue(Values.any(options));
      }
      return all.build().toByteArray();
    }
  },

  /** Before 2.3: the options alone, or nothing. Such shims fail on anything else. */
  OPTIONS {
    @Override
    byte[] of(TaskFolder folder, TypedValue options, Daemon daemon, String socketDir) {
      return options == null ? new byte[0] : Values.any(options).toByteArray();
    }
  };

  private static final int DEBUG = -4;

  /** The containerd release whose shim protocol this is. */
  private static final String SPOKEN_RELEASE = "2.3.0";

  abstract byte[] of(TaskFolder folder, TypedValue options, Daemon daemon, String socketDir);
}
