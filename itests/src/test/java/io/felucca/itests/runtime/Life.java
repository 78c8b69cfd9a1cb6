package io.felucca.itests.runtime;

import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.tasks.CreateTaskRequest;
import io.felucca.wire.tasks.DeleteResponse;
import io.felucca.wire.tasks.DeleteTaskRequest;
import io.felucca.wire.tasks.GetRequest;
import io.felucca.wire.tasks.StartRequest;
import io.felucca.wire.tasks.WaitRequest;
import io.felucca.wire.types.Mount;
import io.felucca.wire.types.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A client that starts container after container, each of which ends with a code that chance
 * chooses, and tries again where something was killed under it.
 */
final class Life extends Thread {
  private static final int TRIES = 2400;
  private static final long PAUSE_MS = 50;

  private final Ground ground;
  private final Random random;
  private Rpc rpc;
  private volatile boolean over;
  private volatile Throwable failure;
  private volatile int told;
  private volatile int again;

  Life(Ground ground, String name, Random random) {
    super(name);
    this.ground = ground;
    this.random = random;
  }

  @Override
  public void run() {
    rpc = ground.rpc();
    try {
      for (int i = 0; !over; i++) {
        live(getName() + "-" + i, random.nextInt(200) + 1, random.nextInt(5) / 10.0);
      }
    } catch (RuntimeException | AssertionError | InterruptedException e) {
      failure = e;
    } finally {
      rpc.close();
    }
  }

  private void live(String id, int code, double seconds) throws InterruptedException {
    List<String> command = List.of("sh", "-c", "sleep " + seconds + "; exit " + code);
    makeRecord(id, command);
    List<Mount> mounts = prepare(id);
    create(id, mounts);
    start(id);
    expect(id + " wait", code, wait(id));
    expect(id + " delete", code, delete(id, code));
    told++;
    remove(id);
  }

  private void makeRecord(String id, List<String> command) throws InterruptedException {
    persist(
        () -> {
          try {
            ground.prototype().create(rpc.channel(), id, command);
          } catch (StatusRuntimeException e) {
            if (!is(e, Code.ALREADY_EXISTS)) {
              throw e;
            }
          }
          return true;
        });
  }

  private List<Mount> prepare(String id) throws InterruptedException {
    return persist(
        () -> {
          try {
            return ground.prototype().prepare(rpc.channel(), id);
          } catch (StatusRuntimeException e) {
            if (is(e, Code.ALREADY_EXISTS)) {
              ground.prototype().removeSnapshot(rpc.channel(), id);
              return ground.prototype().prepare(rpc.channel(), id);
            }
            throw e;
          }
        });
  }

  /**
   * A creation that failed, for whatever was killed, has left nothing; one that was lost may be.
   */
  private void create(String id, List<Mount> mounts) throws InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      try {
        rpc.tasks()
            .create(CreateTaskRequest.newBuilder().setContainerId(id).addAllRootfs(mounts).build());
        return;
      } catch (StatusRuntimeException e) {
        boolean killed = is(e, Code.UNKNOWN) && e.getMessage().contains("create failed");
        if (!isLost(e) && !killed && i == 0) {
          throw e;
        }
        reconnect(e);
        Status status = persist(() -> status(id));
        if (killed && status != null) {
          throw new AssertionError(id + " is there after " + e.getMessage());
        }
        if (status != null) {
          delete(id, 0);
        }
      }
    }
    throw new AssertionError(id + " cannot be created");
  }

  /** Null where there is no task. */
  private Status status(String id) {
    try {
      return rpc.tasks()
          .get(GetRequest.newBuilder().setContainerId(id).build())
          .getProcess()
          .getStatus();
    } catch (StatusRuntimeException e) {
      if (is(e, Code.NOT_FOUND)) {
        return null;
      }
      throw e;
    }
  }

  private void start(String id) throws InterruptedException {
    persist(
        () -> {
          Status now = status(id);
          if (now == null) {
            throw new AssertionError(id + " has gone before it was started");
          }
          return now != Status.CREATED
              ? now
              : rpc.tasks().start(StartRequest.newBuilder().setContainerId(id).build());
        });
  }

  private int wait(String id) throws InterruptedException {
    return persist(
        () ->
            rpc.tasks().wait(WaitRequest.newBuilder().setContainerId(id).build()).getExitStatus());
  }

  /**
   * How it ended.
   *
   * @param code what it was where an earlier try has deleted it
   */
  private int delete(String id, int code) throws InterruptedException {
    int tries = again;
    return persist(
        () -> {
          try {
            DeleteResponse gone =
                rpc.tasks().delete(DeleteTaskRequest.newBuilder().setContainerId(id).build());
            return gone.getExitStatus();
          } catch (StatusRuntimeException e) {
            if (is(e, Code.NOT_FOUND) && again > tries) {
              return code;
            }
            throw e;
          }
        });
  }

  private void remove(String id) throws InterruptedException {
    persist(() -> gone(() -> ground.prototype().removeSnapshot(rpc.channel(), id)));
    persist(() -> gone(() -> ground.prototype().removeRecord(rpc.channel(), id)));
  }

  private static boolean gone(Runnable removal) {
    try {
      removal.run();
    } catch (StatusRuntimeException e) {
      if (!is(e, Code.NOT_FOUND)) {
        throw e;
      }
    }
    return true;
  }

  /** Does it again for as long as the daemon is not there. */
  private <T> T persist(Supplier<T> call) throws InterruptedException {
    for (int i = 0; ; i++) {
      try {
        return call.get();
      } catch (StatusRuntimeException e) {
        if (!isLost(e) || i == TRIES) {
          throw e;
        }
        reconnect(e);
      }
    }
  }

  private void reconnect(StatusRuntimeException why) throws InterruptedException {
    again++;
    if (isLost(why)) {
      Thread.sleep(PAUSE_MS);
      rpc.close();
      rpc = ground.rpc();
    }
  }

  /** Without its daemon; grpc-java calls it UNKNOWN where that goes while the call is written. */
  private static boolean isLost(StatusRuntimeException e) {
    return is(e, Code.UNAVAILABLE)
        || is(e, Code.UNKNOWN) && e.getStatus().getCause() instanceof ClosedChannelException;
  }

  private static boolean is(StatusRuntimeException e, Code code) {
    return e.getStatus().getCode() == code;
  }

  private static void expect(String what, int wanted, int seen) {
    if (wanted != seen) {
      throw new AssertionError(what + ": expected " + wanted + " but saw " + seen);
    }
  }

  int told() {
    return told;
  }

  int again() {
    return again;
  }

  /** Lets it end its present container, and adds what went wrong. */
  void finish(List<String> failures) throws InterruptedException {
    over = true;
    join();
    if (failure != null) {
      failures.add(getName() + ": " + failure);
    }
  }
}
