package io.felucca.ctl;

import com.google.protobuf.Empty;
import io.felucca.wire.version.VersionGrpc;
import io.felucca.wire.version.VersionResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** {@code felucca version}. */
final class VersionCommand {
  private final Arguments line;
  private final PrintStream out;

  VersionCommand(Arguments line, PrintStream out) {
    this.line = line;
    this.out = out;
  }

  void run() {
    line.exactly(1);
    Properties own = own();
    print("Client", own.getProperty("version"), own.getProperty("revision"));
    out.println();
    try (Connection connection = Connection.open(line)) {
      VersionResponse daemon =
          VersionGrpc.newBlockingStub(connection.channel()).version(Empty.getDefaultInstance());
      print("Server", daemon.getVersion(), daemon.getRevision());
    }
  }

  private void print(String who, String version, String revision) {
    out.println(who + ":");
    out.println("  Version:  " + version);
    out.println("  Revision: " + revision);
  }

  private static Properties own() {
    Properties build = new Properties();
    try (InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
      build.load(in);
      return build;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
