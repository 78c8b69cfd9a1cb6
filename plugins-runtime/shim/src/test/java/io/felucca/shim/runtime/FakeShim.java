package io.felucca.shim.runtime;

import com.google.protobuf.MessageLite;
import io.felucca.shim.proto.ConnectResponse;
import io.felucca.shim.proto.DeleteResponse;
import io.felucca.shim.proto.PidResponse;
import io.felucca.shim.proto.StateResponse;
import io.felucca.ttrpc.TtrpcAddress;
import io.felucca.ttrpc.TtrpcRequest;
import io.felucca.ttrpc.TtrpcServices;
import io.felucca.ttrpc.TtrpcTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A shim whose program is a script and whose task service is in this process. */
final class FakeShim implements AutoCloseable {
  static final int PID = 4242;

  /** Every call, as {@code service/method namespace}. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  private final Path folder;
  private final TtrpcTransport transport = new TtrpcTransport("fake-shim");

  FakeShim(Path folder) {
    this.folder = folder;
  }

  Path program() {
    return folder.resolve("containerd-shim-fake-v1");
  }

  String address() {
    return "unix://" + folder.resolve("s");
  }

  /** What the program found in its standard input, the last time. */
  byte[] input() throws IOException {
    return Files.readAllBytes(folder.resolve("input"));
  }

  /** Arguments, environment of the last start. */
  String said(String what) throws IOException {
    return Files.readString(folder.resolve(what));
  }

  /** A program that runs this shell code to start. */
  FakeShim starting(String code) throws IOException {
    Files.writeString(
        program(),
        "#!/bin/sh\nF="
            + folder
            + "\nif [ \"$1\" = -info ]; then "
            + code
            + "; exit; fi\nfor action; do :; done\n"
            + "echo \"$@\" > $F/args; env > $F/env; pwd > $F/cwd\n"
            + "if [ $action = delete ]; then printf '\\010\\222\\041\\020\\007'; exit 0; fi\n"
            + "cat > $F/input\n"
            + code
            + "\n");
    program().toFile().setExecutable(true);
    return this;
  }

  /** Serves the task service in this version. */
  FakeShim serving(int version) throws IOException {
    String service = "containerd.task.v" + version + ".Task";
    TtrpcServices services = new TtrpcServices();
    add(services, service, "Create", PidResponse.newBuilder().setPid(PID).build());
    add(services, service, "Connect", ConnectResponse.newBuilder().setTaskPid(PID).build());
    add(services, service, "State", StateResponse.newBuilder().setPid(PID).setStatus(2).build());
    add(
        services,
        service,
        "Delete",
        DeleteResponse.newBuilder().setPid(PID).setExitStatus(7).build());
    services.unary(service, "Shutdown", this::shutdown);
    transport.serve(TtrpcAddress.parse(address()), services, Runnable::run);
    return this;
  }

  private void add(TtrpcServices services, String service, String method, MessageLite answer) {
    services.unary(
        service,
        method,
        request -> {
          note(request);
          return answer.toByteArray();
        });
  }

  private byte[] shutdown(TtrpcRequest request) throws IOException {
    note(request);
    Files.deleteIfExists(folder.resolve("s"));
    return new byte[0];
  }

  private void note(TtrpcRequest request) {
    calls.add(
        request.service()
            + "/"
            + request.method()
            + " "
            + request.metadata().first("containerd-namespace-ttrpc").orElse("?"));
  }

  @Override
  public void close() {
    transport.close();
  }
}
