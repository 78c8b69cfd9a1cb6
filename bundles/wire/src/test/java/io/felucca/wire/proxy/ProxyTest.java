package io.felucca.wire.proxy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Empty;
import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.Scope;
import io.felucca.wire.call.Scopes;
import io.felucca.wire.version.VersionGrpc;
import io.felucca.wire.version.VersionResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Against real servers on sockets: absent, late, dying, hanging, coming back. */
public class ProxyTest {
  private static final Scope SCOPE = Scope.of("moby");

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final List<AutoCloseable> open = new ArrayList<>();
  private Path socket;

  @Before
  public void place() {
    socket = temporary.getRoot().toPath().resolve("s");
  }

  @After
  public void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private Proxy proxy(String timeout) {
    Proxy proxy = new Proxy("acme", "unix://" + socket, timeout);
    open.add(proxy);
    return proxy;
  }

  private ToyServer server(Supplier<String> answer) throws IOException {
    ToyServer server = new ToyServer(socket, answer);
    open.add(server);
    return server;
  }

  private static String call(Proxy proxy, Scope scope) {
    VersionResponse response =
        proxy.call(scope, Effort.LOOK, VersionGrpc.getVersionMethod(), Empty.getDefaultInstance());
    return response.getVersion();
  }

  private static Fault refused(Kind kind, Proxy proxy, Scope scope) {
    Fault fault = assertThrows(Fault.class, () -> call(proxy, scope));
    assertEquals(fault.toString(), kind, fault.kind());
    return fault;
  }

  private static void await(BooleanSupplier truth) throws InterruptedException {
    for (int i = 0; i < 1500; i++) {
      if (truth.getAsBoolean()) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("never came true");
  }

  @Test
  public void whereNobodyListensACallSaysWhoWhereAndWhatToDo() {
    Proxy proxy = proxy("");
    Fault fault = refused(Kind.UNAVAILABLE, proxy, SCOPE);
    assertEquals(
        "proxy plugin \"acme\": cannot connect to "
            + socket
            + ": No such file or directory (start or mend what listens there, or change or remove"
            + " [proxy_plugins.acme])",
        fault.getMessage());
    assertEquals("cannot connect to " + socket + ": No such file or directory", proxy.waitsFor());
  }

  @Test
  public void whoComesLateOrComesBackIsFoundByTheNextCall() throws Exception {
    Proxy proxy = proxy("");
    refused(Kind.UNAVAILABLE, proxy, SCOPE);
    for (int i = 0; i < 3; i++) {
      try (ToyServer server = new ToyServer(socket, () -> "here")) {
        assertEquals("here", call(proxy, SCOPE));
        assertEquals("", proxy.waitsFor());
      }
      await(() -> !proxy.waitsFor().isEmpty());
      refused(Kind.UNAVAILABLE, proxy, SCOPE);
    }
  }

  @Test
  public void aCallWithoutAnswerEndsWithTheTimeout() throws Exception {
    server(() -> "late").hang();
    Fault fault = refused(Kind.DEADLINE_EXCEEDED, proxy("200ms"), SCOPE);
    assertEquals(
        "proxy plugin \"acme\" at "
            + socket
            + " did not answer within 200ms (see whether it hangs, or raise timeout in"
            + " [proxy_plugins.acme])",
        fault.getMessage());
  }

  @Test
  public void theCallersDeadlineCountsWhereItIsEarlier() throws Exception {
    server(() -> "late").hang();
    Scope hurried = SCOPE.withDeadline(Instant.now().plusMillis(200));
    Fault fault = refused(Kind.DEADLINE_EXCEEDED, proxy("1h"), hurried);
    assertTrue(fault.getMessage(), fault.getMessage().endsWith("before the caller's deadline"));
  }

  @Test
  public void namespaceAndLeaseGoAlong() throws Exception {
    server(() -> Scopes.current().namespace() + " " + Scopes.current().lease());
    assertEquals("moby l-1", call(proxy(""), SCOPE.withLease("l-1")));
  }

  @Test
  public void aDaemonWithLeasesOfItsOwnIsNotToldOfOurs() throws Exception {
    server(
        () -> {
          if (!Scopes.current().lease().isEmpty()) {
            throw Fault.notFound("lease does not exist");
          }
          return "done";
        });
    assertEquals("done", call(proxy(""), SCOPE.withLease("l-1")));
  }

  @Test
  public void whatTheProcessAnswersIsHandedOnAsItIs() throws Exception {
    for (Kind kind : List.of(Kind.NOT_FOUND, Kind.UNAVAILABLE, Kind.CONFLICT, Kind.UNIMPLEMENTED)) {
      try (ToyServer server =
          new ToyServer(
              socket,
              () -> {
                throw Fault.of(kind, "ref x");
              })) {
        assertEquals("ref x", refused(kind, proxy(""), SCOPE).getMessage());
      }
    }
  }

  @Test
  public void whoDiesEndsItsCalls() throws Exception {
    Proxy proxy = proxy("");
    ToyServer server = server(() -> "never");
    server.hang();
    CompletableFuture<Fault> fault =
        CompletableFuture.supplyAsync(() -> refused(Kind.UNAVAILABLE, proxy, SCOPE));
    assertTrue(server.entered.await(120, TimeUnit.SECONDS));
    server.close();
    String message = fault.get(120, TimeUnit.SECONDS).getMessage();
    assertTrue(message, message.contains("\"acme\""));
    assertTrue(message, message.contains(socket.toString()));
  }

  @Test
  public void allOfAnAddressShareAConnection() throws Exception {
    ToyServer server = server(() -> "here");
    Proxy first = new Proxy("one", socket.toString(), "");
    Proxy second = proxy("");
    assertEquals("here", call(first, SCOPE));
    assertEquals("here", call(second, SCOPE));
    first.close();
    assertEquals("here", call(second, SCOPE));
    assertEquals(1, server.connections.get());
  }

  @Test
  public void silenceIsNoticedAndItsEndToo() throws Exception {
    Proxy proxy = proxy("100ms");
    ToyServer server = server(() -> "here");
    assertEquals("here", call(proxy, SCOPE));
    server.hang();
    await(() -> proxy.waitsFor().equals("calls to " + socket + " time out"));
    server.goOn();
    await(() -> proxy.waitsFor().isEmpty());
  }

  /** A process may answer whether it is well, and nothing else. */
  @Test
  public void callsThatComeTooLateAreShownUntilOneIsAnswered() throws Exception {
    Proxy proxy = proxy("100ms");
    CountDownLatch stuck = new CountDownLatch(1);
    server(() -> stuck.getCount() == 0 ? "here" : waited(stuck));
    refused(Kind.DEADLINE_EXCEEDED, proxy, SCOPE);
    assertEquals("calls to " + socket + " time out", proxy.waitsFor());
    stuck.countDown();
    assertEquals("here", call(proxy, SCOPE));
    assertEquals("", proxy.waitsFor());
  }

  private static String waited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "late";
  }

  @Test
  public void fewWaitForASilentProcess() throws Exception {
    Proxy proxy = proxy("1m");
    ToyServer server = server(() -> "here");
    server.hang();
    await(() -> !proxy.waitsFor().isEmpty());
    List<CompletableFuture<String>> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      CompletableFuture<String> call = new CompletableFuture<>();
      calls.add(call);
      Thread thread = new Thread(() -> complete(call, proxy));
      thread.setDaemon(true);
      thread.start();
    }
    await(() -> calls.stream().filter(CompletableFuture::isDone).count() == 24);
    server.goOn();
    long answered =
        calls.stream()
            .map(call -> call.handle((text, error) -> text))
            .map(CompletableFuture::join)
            .filter("here"::equals)
            .count();
    assertEquals(16, answered);
  }

  private static void complete(CompletableFuture<String> call, Proxy proxy) {
    try {
      call.complete(call(proxy, SCOPE));
    } catch (Fault fault) {
      call.completeExceptionally(fault);
    }
  }

  @Test
  public void addressesOfOtherMachinesAreRefused() {
    for (String address : List.of("192.0.2.1:5000", "relative/path", "")) {
      Fault fault = assertThrows(Fault.class, () -> new Proxy("acme", address, ""));
      assertEquals(Kind.INVALID_ARGUMENT, fault.kind());
    }
    for (String timeout : List.of("soon", "-1s", "0")) {
      assertThrows(Fault.class, () -> new Proxy("acme", "/s", timeout));
    }
    new Proxy("acme", "127.0.0.1:1", "1s").close();
  }
}
