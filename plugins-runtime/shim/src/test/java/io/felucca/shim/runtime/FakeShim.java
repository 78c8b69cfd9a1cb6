package io.felucca.shim.runtime;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import io.felucca.ttrpc.TtrpcAddress;
import io.felucca.ttrpc.TtrpcCode;
import io.felucca.ttrpc.TtrpcException;
import io.felucca.ttrpc.TtrpcRequest;
import io.felucca.ttrpc.TtrpcServices;
import io.felucca.ttrpc.TtrpcTransport;
import io.felucca.wire.shim.ConnectResponse;
import io.felucca.wire.shim.DeleteResponse;
import io.felucca.wire.shim.PidResponse;
import io.felucca.wire.shim.StateResponse;
import io.felucca.wire.shim.WaitResponse;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/** A shim whose program is a script and whose task service is in this process. */
final class FakeShim implements AutoCloseable {
  static final int PID = 4242;

  /** Every call, as {@code service/method namespace}. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  private final Path folder;
  private final TtrpcTransport transport = new TtrpcTransport("fake-shim");

  private Executor executor = Runnable::run;
  private CountDownLatch gate = new CountDownLatch(0);
  private boolean empty;

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
    Path socket = TtrpcAddress.parse(address()).path();
    return serving(
        version,
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(socket)));
  }

  /** The same on a socket that listens already. */
  FakeShim serving(int version, ServerSocketChannel listening) throws IOException {
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
    add(
        services,
        service,
        "Wait",
        WaitResponse.newBuilder()
            .setExitStatus(7)
            .setExitedAt(Timestamp.newBuilder().setSeconds(1))
            .build());
    transport.serve(listening, services, executor);
    return this;
  }

  /** From now on it answers nothing until told to go on. */
  FakeShim silent() {
    gate = new CountDownLatch(1);
    executor = work -> new Thread(() -> afterGate(work)).start();
    return this;
  }

  private void afterGate(Runnable work) {
    try {
      gate.await();
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void goOn() {
    gate.countDown();
  }

  /** Has no task: its state is NOT_FOUND, nothing is deleted. */
  FakeShim empty() {
    empty = true;
    return this;
  }

  private void add(TtrpcServices services, String service, String method, MessageLite answer) {
    services.unary(
        service,
        method,
        request -> {
          note(request);
          if (empty && !method.equals("Connect")) {
            throw new TtrpcException(TtrpcCode.NOT_FOUND, "no such task");
          }
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
    goOn();
    transport.close();
  }
}
