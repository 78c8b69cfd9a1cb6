package io.felucca.client;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.task.Exit;
import io.felucca.client.call.Caller;
import io.felucca.client.stream.FifoOwner;
import io.felucca.client.stream.ProcessStreams;
import io.felucca.wire.tasks.WaitResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/** Waiting for ends, at a daemon that comes and goes. */
public class ExitWaitTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();
  @Rule public final Timeout timeout = Timeout.seconds(60);

  private TasksServer daemon;
  private Caller caller;

  @Before
  public void start() throws IOException {
    daemon = new TasksServer(temporary.getRoot().toPath().resolve("s"));
    caller = daemon.caller(PATIENCE);
    caller.connect();
  }

  @After
  public void stop() {
    daemon.close();
  }

  private ExitWait waiting() {
    return new ExitWait(caller, "c", "", () -> 7).register();
  }

  private static void answer(StreamObserver<WaitResponse> to, int status) {
    to.onNext(WaitResponse.newBuilder().setExitStatus(status).build());
    to.onCompleted();
  }

  private static Kind kindOf(CompletableFuture<?> future) {
    Throwable cause = assertThrows(ExecutionException.class, future::get).getCause();
    return ((Fault) cause).kind();
  }

  @Test
  public void eachRestartIsWaitedForHoweverLongAfterTheLastOne() throws Exception {
    CompletableFuture<Exit> exit = waiting().exit();
    daemon.next();
    daemon.restart();
    daemon.next();
    Thread.sleep(PATIENCE.plusMillis(200).toMillis());
    daemon.restart();
    answer(daemon.next(), 3);
    assertEquals(3, exit.get().status());
  }

  @Test
  public void daemonThatWillNotAnswerIsNotAskedForEver() throws Exception {
    CompletableFuture<Exit> exit = waiting().exit();
    while (!exit.isDone()) {
      if (daemon.isAskedAgain()) {
        daemon.next().onError(io.grpc.Status.UNAVAILABLE.asRuntimeException());
      }
      Thread.sleep(5);
    }
    assertEquals(Kind.UNAVAILABLE, kindOf(exit));
  }

  @Test
  public void closedOneIsNotAskedAgain() throws Exception {
    ExitWait wait = waiting();
    daemon.next();
    wait.close();
    assertTrue(wait.exit().isDone());
    assertEquals(Kind.CANCELLED, kindOf(wait.exit()));
    daemon.restart();
    ExitWait other = waiting();
    answer(daemon.next(), 1);
    assertEquals(1, other.exit().get().status());
    assertFalse(daemon.isAskedAgain());
  }

  @Test
  public void deletedBySomebodyElseLeavesNoFifos() throws Exception {
    Path folder = temporary.newFolder("fifos").toPath();
    FifoOwner owner = FifoOwner.of("/sock", "default", "c", "");
    ProcessStreams streams = ProcessStreams.make(Stdio.pipes().in(folder).wiring(), owner);
    streams.open(() -> {});
    try (Task task = new Task(new Workspace(caller), "c", 7, streams)) {
      Fault fault = assertThrows(Fault.class, task::delete);
      assertEquals(Kind.NOT_FOUND, fault.kind());
      assertEquals(-1, task.stdout().read());
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }
}
