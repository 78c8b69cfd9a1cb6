package io.felucca.itests.monitor;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.events.EventsGrpc;
import io.felucca.wire.events.SubscribeRequest;
import io.felucca.wire.payload.ContainerUpdate;
import io.felucca.wire.types.Envelope;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Health checks by labels, in real containers. */
public class HealthIT {
  private static final String TEST = Watched.HEALTH + "test=";
  private static final String OFTEN = Watched.HEALTH + "interval=300ms";
  private static final String ONCE = Watched.HEALTH + "retries=1";
  private static final String FOREVER = "while :; do sleep 1; done";

  /** When the container's first process began: what makes it ill does not make the next one so. */
  private static final String BIRTH = "$(cut -d' ' -f22 /proc/1/stat)";

  private static final String STATUS = Watched.HEALTH + "status";

  private static Daemon daemon;
  private static Watched containers;
  private static Rpc rpc;
  private static News news;

  @BeforeClass
  public static void startDaemon() throws Exception {
    daemon = Daemon.configured(Files.createTempDirectory("felucca-hlt"), "");
    daemon.start();
    // not the default one: cgroups are the machine's, and named by namespace and ID
    containers = new Watched(daemon, "watched-health");
    containers.ctr("images", "import", BusyboxImage.archive().toString()).ok();
    listen();
  }

  private static void listen() {
    rpc = new Rpc(daemon.address(), "default");
    news = new News();
    SubscribeRequest wanted =
        SubscribeRequest.newBuilder().addFilters("topic==/felucca/health").build();
    EventsGrpc.newStub(rpc.channel()).subscribe(wanted, news);
  }

  @AfterClass
  public static void endDaemon() throws Exception {
    rpc.close();
    daemon.close();
  }

  @After
  public void removeAll() throws Exception {
    containers.removeAll();
  }

  private static void awaitStatus(String id, String status) throws Exception {
    daemon.await(id + " is " + status, () -> containers.label(id, STATUS).equals(status));
  }

  private static void exec(String id, String... command) throws Exception {
    List<String> line = new ArrayList<>(List.of("tasks", "exec", "--exec-id", "x", id));
    line.addAll(List.of(command));
    containers.ctr(line.toArray(String[]::new)).ok();
  }

  @Test
  public void aCheckSaysHowTheContainerDoes() throws Exception {
    containers.run(
        "look", List.of(TEST + "[\"CMD-SHELL\",\"echo looking; test ! -e /ill\"]", OFTEN), FOREVER);
    awaitStatus("look", "healthy");
    exec("look", "touch", "/ill");
    awaitStatus("look", "unhealthy");
    exec("look", "rm", "/ill");
    awaitStatus("look", "healthy");
    daemon.await("all was told", () -> news.of("look").size() == 4);
    assertEquals(
        List.of("starting", "healthy", "unhealthy", "healthy"),
        news.of("look").stream().map(it -> it.getLabelsOrThrow(STATUS)).toList());
    ContainerUpdate ill = news.of("look").get(2);
    assertEquals("looking\n", ill.getLabelsOrThrow(Watched.HEALTH + "output"));
    assertEquals("1", ill.getLabelsOrThrow(Watched.HEALTH + "exit-code"));
    assertEquals("3", ill.getLabelsOrThrow(Watched.HEALTH + "failing-streak"));
  }

  @Test
  public void aCheckThatHangsIsKilledAndLeavesNothing() throws Exception {
    containers.run(
        "hang",
        List.of(TEST + "exec sleep 1000", OFTEN, ONCE, Watched.HEALTH + "timeout=1s"),
        FOREVER);
    awaitStatus("hang", "unhealthy");
    containers.set("hang", Watched.HEALTH + "test=NONE");
    daemon.await("only the container's processes", () -> !processes("hang").contains("sleep 1000"));
  }

  private static String processes(String id) {
    StringBuilder commands = new StringBuilder();
    try {
      for (String line : containers.ctr("tasks", "ps", id).lines()) {
        String pid = line.split("\\s+")[0];
        if (pid.matches("\\d+")) {
          byte[] command = Files.readAllBytes(java.nio.file.Path.of("/proc", pid, "cmdline"));
          commands.append(new String(command, java.nio.charset.StandardCharsets.UTF_8));
          commands.append('\n');
        }
      }
    } catch (java.io.IOException e) {
      return processes(id); // ended meanwhile
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return commands.toString().replace('\0', ' ');
  }

  @Test
  public void theUnhealthyIsRestartedWhereThatIsWanted() throws Exception {
    containers.run(
        "cure",
        List.of(
            TEST + "! test -e /ill-" + BIRTH,
            OFTEN,
            ONCE,
            Watched.HEALTH + "on-failure=restart",
            Watched.RESTART + "status=running",
            Watched.RESTART + "policy=on-failure"),
        FOREVER);
    awaitStatus("cure", "healthy");
    long pid = containers.pid("cure");
    exec("cure", "sh", "-c", "touch /ill-" + BIRTH);
    daemon.await(
        "it was restarted", () -> containers.count("cure") == 1 && containers.runs("cure"));
    assertTrue(containers.pid("cure") != pid);
    awaitStatus("cure", "healthy");
  }

  @Test
  public void checksGoOnAfterTheDaemonsRestart() throws Exception {
    containers.run("last", List.of(TEST + "test ! -e /ill", OFTEN), FOREVER);
    awaitStatus("last", "healthy");
    rpc.close();
    daemon.kill();
    daemon.start();
    listen();
    exec("last", "touch", "/ill");
    awaitStatus("last", "unhealthy");
    daemon.await("it was told", () -> !news.of("last").isEmpty());
    assertEquals("unhealthy", news.of("last").get(0).getLabelsOrThrow(STATUS));
  }

  @Test
  public void whatPrintsWithoutEndHoldsNothingUp() throws Exception {
    containers.run(
        "talk", List.of(TEST + "yes", OFTEN, ONCE, Watched.HEALTH + "timeout=1s"), FOREVER);
    containers.run("other", List.of(TEST + "true", OFTEN), FOREVER);
    awaitStatus("talk", "unhealthy");
    awaitStatus("other", "healthy");
  }

  /** What is told of health. */
  private static final class News implements StreamObserver<Envelope> {
    private final List<ContainerUpdate> told = new CopyOnWriteArrayList<>();

    @Override
    public void onNext(Envelope envelope) {
      try {
        told.add(ContainerUpdate.parseFrom(envelope.getEvent().getValue()));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}

    List<ContainerUpdate> of(String id) {
      return told.stream().filter(one -> one.getId().equals(id)).toList();
    }
  }
}
