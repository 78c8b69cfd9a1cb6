package io.felucca.tasks;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.diff.ApplyOptions;
import io.felucca.api.diff.DiffOptions;
import io.felucca.api.diff.Differ;
import io.felucca.api.filter.Filter;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.task.CreateTask;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskMetric;
import io.felucca.api.task.TaskStatus;
import io.felucca.api.task.Tasks;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TaskServiceTest {
  private static final String CRIU_TAR =
      "application/vnd.containerd.container.criu.checkpoint.criu.tar";
  private static final Digest DIGEST = Digest.of(new byte[] {1});

  @Rule public final TemporaryFolder state = new TemporaryFolder();

  private final Scope scope = Scope.of("ns");
  private final World world = new World();
  private final MemoryRuntime general = new MemoryRuntime("");
  private TaskService service;

  @Before
  public void make() {
    world.runtimes.put("task", general);
    world.others.put(Metadata.ID, world.metadata());
    service = new TaskService(world, new ShortPatience());
  }

  @After
  public void close() {
    service.close();
  }

  /** The least configuration. */
  private final class ShortPatience implements TaskService.Config {
    @Override
    public long timeout_task_state() {
      return 100;
    }

    @Override
    public long timeout_metrics_shimstats() {
      return 100;
    }

    @Override
    public String blockio_config_file() {
      return "";
    }

    @Override
    public String rdt_config_file() {
      return "";
    }

    @Override
    public String plugin_state() {
      return state.getRoot().toString();
    }

    @Override
    public Class<? extends Annotation> annotationType() {
      return TaskService.Config.class;
    }
  }

  private static CreateTask request(String id, TypedValue options, String runtimePath) {
    return request(id, null, options, runtimePath);
  }

  private static CreateTask request(
      String id, Descriptor checkpoint, TypedValue options, String runtimePath) {
    return new CreateTask(
        id,
        List.of(Mount.of("bind", "/x", List.of())),
        MemoryRuntime.noIo(),
        checkpoint,
        options,
        runtimePath);
  }

  private Task create(String id) {
    world.container(id, "io.containerd.runc.v2", null);
    return service.create(scope, request(id, null, ""));
  }

  private static void assertFault(
      Fault.Kind kind, String text, org.junit.function.ThrowingRunnable call) {
    Fault fault = assertThrows(Fault.class, call);
    assertEquals(kind, fault.kind());
    assertEquals(text, fault.getMessage());
  }

  // ---- creation

  @Test
  public void taskNeedsItsContainer() {
    assertFault(
        Fault.Kind.NOT_FOUND,
        "container \"a\"",
        () -> service.create(scope, request("a", null, "")));
    assertFault(Fault.Kind.NOT_FOUND, "container \"a\"", () -> service.get(scope, "a"));
  }

  @Test
  public void containerMakesTheSpec() {
    TypedValue options = new TypedValue("o", new byte[] {1});
    world.container("a", "io.containerd.runc.v2", options);
    Task task = service.create(scope, request("a", null, ""));
    assertEquals(7, task.pid());
    MemoryRuntime.Entry made = general.tasks.get("a");
    assertEquals("io.containerd.runc.v2", made.spec.runtime());
    assertEquals("Spec", made.spec.spec().typeUrl());
    assertEquals("pod", made.spec.sandbox());
    assertEquals(options, made.spec.options());
    assertEquals("/x", made.spec.rootfs().get(0).source());
  }

  @Test
  public void ownOptionsGoBeforeTheContainersUnlessEmpty() {
    TypedValue containers = new TypedValue("o", new byte[] {1});
    TypedValue own = new TypedValue("o", new byte[] {2});
    world.container("a", "r.v1", containers);
    world.container("b", "r.v1", containers);
    service.create(scope, request("a", own, ""));
    service.create(scope, request("b", new TypedValue("o", new byte[0]), ""));
    assertEquals(own, general.tasks.get("a").spec.options());
    assertEquals(containers, general.tasks.get("b").spec.options());
  }

  @Test
  public void runtimePathOverridesTheName() {
    world.container("a", "r.v1", null);
    service.create(scope, request("a", null, "/opt/shim"));
    assertEquals("/opt/shim", general.tasks.get("a").spec.runtime());
  }

  @Test
  public void secondTaskOfAContainerIsRefused() {
    create("a");
    assertFault(
        Fault.Kind.ALREADY_EXISTS, "task a", () -> service.create(scope, request("a", null, "")));
  }

  // ---- routing

  @Test
  public void runtimeThatClaimsANameGetsIt() {
    MemoryRuntime special = new MemoryRuntime("special");
    world.runtimes.put("zz", special);
    world.container("a", "io.special.v1", null);
    service.create(scope, request("a", null, ""));
    create("b");
    assertEquals(java.util.Set.of("a"), special.tasks.keySet());
    assertEquals(java.util.Set.of("b"), general.tasks.keySet());
    assertEquals("special", service.info(scope, "io.special.v1", null).name());
    assertEquals(2, service.list(scope).size());
  }

  @Test
  public void taskIsFoundWhereverItIs() {
    MemoryRuntime special = new MemoryRuntime("special");
    world.runtimes.put("special", special);
    world.container("a", "r.v1", null);
    service.create(scope, request("a", null, "/bin/special"));
    assertEquals("/bin/special", service.get(scope, "a").runtime());
  }

  @Test
  public void missingTaskIsNamed() {
    world.container("a", "r.v1", null);
    assertFault(Fault.Kind.NOT_FOUND, "task a not found", () -> service.get(scope, "a"));
  }

  @Test
  public void missingRuntimeIsTheRegistrysToTell() {
    world.runtimes.clear();
    world.container("a", "r.v1", null);
    List<org.junit.function.ThrowingRunnable> calls =
        List.of(
            () -> service.create(scope, request("a", null, "")),
            () -> service.get(scope, "a"),
            () -> service.list(scope));
    // a task that cannot be asked for is not one that is not there
    calls.forEach(call -> assertFault(Fault.Kind.UNAVAILABLE, "plugin task", call));
  }

  /** A second runtime, which has the name, and the task that it makes. */
  private MemoryRuntime special(String id) {
    MemoryRuntime special = new MemoryRuntime("special");
    world.runtimes.put("special", special);
    world.container(id, "io.special.v1", null);
    service.create(scope, request(id, null, ""));
    return special;
  }

  @Test
  public void taskOfARuntimeThatIsAwayIsUnavailableAndThereWithIt() {
    MemoryRuntime special = special("a");
    world.container("none", "io.special.v1", null);
    world.runtimes.remove("special");
    assertFault(Fault.Kind.UNAVAILABLE, "plugin special", () -> service.get(scope, "a"));
    assertFault(
        Fault.Kind.UNAVAILABLE,
        "plugin special",
        () -> service.create(scope, request("a", null, "")));
    assertFault(Fault.Kind.NOT_FOUND, "task none not found", () -> service.get(scope, "none"));
    service.close();
    service = new TaskService(world, new ShortPatience());
    assertFault(Fault.Kind.UNAVAILABLE, "plugin special", () -> service.get(scope, "a"));
    world.runtimes.put("special", special);
    assertEquals("a", service.get(scope, "a").id());
  }

  @Test
  public void taskOfTheGeneralRuntimeIsUnavailableWithItThoughAnotherHasTheName() {
    world.runtimes.put("special", new MemoryRuntime("special"));
    world.container("a", "io.special.v1", null);
    service.create(scope, request("a", null, "/bin/shim"));
    world.runtimes.remove(Runtimes.GENERAL);
    assertFault(Fault.Kind.UNAVAILABLE, "plugin task", () -> service.get(scope, "a"));
  }

  @Test
  public void containerWhoseTaskIsDeletedIsAnothersToRun() {
    special("a");
    service.get(scope, "a").delete(scope, "");
    world.runtimes.remove("special");
    service.create(scope, request("a", null, ""));
    assertEquals(java.util.Set.of("a"), general.tasks.keySet());
  }

  @Test
  public void taskThatHasGoneWithoutBeingDeletedIsForgotten() {
    MemoryRuntime special = special("a");
    special.tasks.clear();
    assertFault(Fault.Kind.NOT_FOUND, "task a not found", () -> service.get(scope, "a"));
    world.runtimes.remove("special");
    assertFault(Fault.Kind.NOT_FOUND, "task a not found", () -> service.get(scope, "a"));
  }

  @Test
  public void taskThatCouldNotBeMadeLeavesNothing() {
    special("a").failure = Fault.of(Fault.Kind.UNKNOWN, "no");
    world.container("b", "io.special.v1", null);
    assertFault(Fault.Kind.UNKNOWN, "no", () -> service.create(scope, request("b", null, "")));
    world.runtimes.remove("special");
    assertFault(Fault.Kind.NOT_FOUND, "task b not found", () -> service.get(scope, "b"));
  }

  @Test
  public void taskIsThereThoughItsMakerCannotBeNoted() throws IOException {
    Files.writeString(state.getRoot().toPath().resolve("makers"), "no folder");
    special("a");
    assertEquals("a", service.get(scope, "a").id());
  }

  @Test
  public void taskStaysGoodWhileItsRuntimeIsReplaced() {
    Task task = create("a");
    MemoryRuntime next = general.successor();
    next.tasks.get("a").status = scope -> TaskStatus.PAUSED;
    world.runtimes.put("task", next);
    assertEquals(TaskStatus.PAUSED, task.state(scope, "").status());
  }

  @Test
  public void waitIsCarriedOverToTheNextInstance() {
    CompletableFuture<Exit> waiting = create("a").exit(scope, "");
    MemoryRuntime next = general.successor();
    world.runtimes.put("task", next);
    general.tasks.get("a").exit.completeExceptionally(Fault.unavailable("being replaced"));
    Exit exit = new Exit(7, 3, Instant.EPOCH);
    next.tasks.get("a").exit.complete(exit);
    assertSame(exit, waiting.orTimeout(120, TimeUnit.SECONDS).join());
  }

  @Test
  public void waitForWhatIsDeletedFails() {
    CompletableFuture<Exit> waiting = create("a").exit(scope, "");
    general.tasks.get("a").exit.completeExceptionally(Fault.notFound("task a"));
    Throwable why = waiting.handle((exit, failure) -> failure).join();
    assertTrue(String.valueOf(why), Fault.is(why, Fault.Kind.NOT_FOUND));
  }

  @Test
  public void whoStopsWaitingEndsTheRuntimesWait() {
    CompletableFuture<Exit> waiting = create("a").exit(scope, "");
    waiting.cancel(false);
    assertTrue(general.tasks.get("a").exit.isCancelled());
  }

  @Test
  public void waitsAreToldWhenTheServiceIsReplacedAndStayGoodMeanwhile() {
    world.others.put(Tasks.ID, service);
    Exit exit = new Exit(7, 3, Instant.EPOCH);
    create("a");
    CompletableFuture<Exit> waiting =
        service.get(scope, "a").exit(scope, "", () -> general.tasks.get("a").exit.complete(exit));
    service.close();
    assertSame(exit, waiting.join());
  }

  @Test
  public void waitsOfAServiceThatGoesForGoodFail() {
    AtomicBoolean told = new AtomicBoolean();
    create("a");
    CompletableFuture<Exit> waiting = service.get(scope, "a").exit(scope, "", () -> told.set(true));
    service.close();
    Throwable why = waiting.handle((exit, failure) -> failure).join();
    assertTrue(String.valueOf(why), Fault.is(why, Fault.Kind.UNAVAILABLE));
    assertFalse(told.get());
    assertTrue(general.tasks.get("a").exit.isCancelled());
  }

  // ---- lists

  @Test
  public void silentTasksAreLeftOutOfTheList() {
    create("deleted");
    create("fine");
    create("hangs");
    general.tasks.get("deleted").status = TaskServiceTest::notFound;
    general.tasks.get("hangs").status = TaskServiceTest::hang;
    assertEquals(
        List.of("fine"), service.list(scope).stream().map(ProcessState::containerId).toList());
  }

  private static TaskStatus notFound(Scope scope) {
    throw Fault.notFound("task");
  }

  /** As a shim that does not answer: until the deadline. */
  private static TaskStatus hang(Scope scope) {
    try {
      Thread.sleep(scope.remaining(java.time.Duration.ofSeconds(60)).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw Fault.of(Fault.Kind.DEADLINE_EXCEEDED, "no answer");
  }

  @Test
  public void taskThatCannotTellItsStateIsUnknown() {
    create("odd");
    general.tasks.get("odd").status =
        scope -> {
          throw Fault.of(Fault.Kind.UNKNOWN, "odd");
        };
    assertEquals(TaskStatus.UNKNOWN, service.list(scope).get(0).status());
  }

  @Test
  public void stateOfOneTaskHasADeadlineToo() {
    Task task = create("hangs");
    general.tasks.get("hangs").status = TaskServiceTest::hang;
    Fault fault = assertThrows(Fault.class, () -> task.state(scope, ""));
    assertEquals(Fault.Kind.DEADLINE_EXCEEDED, fault.kind());
  }

  @Test
  public void listsNeedANamespace() {
    assertThrows(Fault.class, () -> service.list(Scope.daemon()));
    assertThrows(Fault.class, () -> service.metrics(Scope.daemon(), Filter.ALL));
  }

  @Test
  public void countersAreThoseOfTheFilter() {
    create("a");
    create("b");
    create("c");
    general.tasks.get("c").status = TaskServiceTest::notFound;
    assertEquals(List.of("a", "b"), metrics(Filter.ALL));
    assertEquals(List.of("b"), metrics(Filter.parse(List.of("id==b"))));
    assertEquals(List.of("a", "b"), metrics(Filter.parse(List.of("namespace==ns"))));
    assertEquals(List.of(), metrics(Filter.parse(List.of("namespace==other", "id==c"))));
  }

  private List<String> metrics(Filter filter) {
    return service.metrics(scope, filter).stream().map(TaskMetric::id).toList();
  }

  // ---- checkpoints

  /** Unpacks a file and packs a digest. */
  private static final class OneFileDiffer implements Differ {
    @Override
    public Descriptor apply(
        Scope scope, Descriptor layer, List<Mount> mounts, ApplyOptions options) {
      try {
        Files.writeString(Path.of(mounts.get(0).source(), "pages-1.img"), "memory");
        return layer;
      } catch (IOException e) {
        throw Fault.io("test", e);
      }
    }

    @Override
    public Descriptor compare(
        Scope scope, List<Mount> lower, List<Mount> upper, DiffOptions options) {
      assertTrue(Files.isDirectory(Path.of(upper.get(0).source())));
      return Descriptor.of(options.mediaType(), DIGEST, 99);
    }
  }

  @Test
  public void checkpointGoesToTheFolderThatIsNamed() {
    create("a");
    assertEquals(List.of(), service.checkpoint(scope, "a", "/my/folder", null));
    assertEquals("/my/folder", general.tasks.get("a").checkpointedTo);
  }

  @Test
  public void checkpointIsTwoBlobsWhereNoFolderIsNamed() {
    world.others.put("walking", new OneFileDiffer());
    create("a");
    List<Descriptor> made = service.checkpoint(scope, "a", "", null);
    assertEquals(Descriptor.of(CRIU_TAR, DIGEST, 99), made.get(0));
    assertEquals(
        "application/vnd.containerd.container.checkpoint.config.v1+proto", made.get(1).mediaType());
    byte[] any = world.content.get(made.get(1).digest());
    assertEquals("\n\u0004Spec\u0012\u0002{}", new String(any, StandardCharsets.UTF_8));
    assertFalse(Files.exists(Path.of(general.tasks.get("a").checkpointedTo)));
  }

  @Test
  public void checkpointIsThereUntilTheTaskHasStarted() {
    world.others.put("walking", new OneFileDiffer());
    world.container("a", "r.v1", null);
    Task task = service.create(scope, request("a", Descriptor.of(CRIU_TAR, DIGEST, 99), null, ""));
    Path folder = Path.of(general.tasks.get("a").spec.checkpoint());
    assertTrue(Files.exists(folder.resolve("pages-1.img")));
    task.start(scope, "");
    assertFalse(Files.exists(folder));
  }

  @Test
  public void checkpointGoesWhenAnotherServiceStartsTheTask() {
    world.others.put("walking", new OneFileDiffer());
    world.container("a", "r.v1", null);
    service.create(scope, request("a", Descriptor.of(CRIU_TAR, DIGEST, 99), null, ""));
    Path folder = Path.of(general.tasks.get("a").spec.checkpoint());
    service.close();
    service = new TaskService(world, new ShortPatience());
    assertTrue(Files.exists(folder));
    service.get(scope, "a").start(scope, "");
    assertFalse(Files.exists(folder));
  }

  @Test
  public void checkpointOfATaskThatIsDeletedUnstartedGoesToo() {
    world.others.put("walking", new OneFileDiffer());
    world.container("a", "r.v1", null);
    service.create(scope, request("a", Descriptor.of(CRIU_TAR, DIGEST, 99), null, ""));
    Path folder = Path.of(general.tasks.get("a").spec.checkpoint());
    service.get(scope, "a").delete(scope, "");
    assertFalse(Files.exists(folder));
  }

  @Test
  public void folderOfTheClientsIsUsedAndKept() {
    world.container("a", "r.v1", null);
    world.container("b", "r.v1", null);
    byte[] criuImagePath = "R\u0005/criu".getBytes(StandardCharsets.UTF_8);
    TypedValue options = new TypedValue("containerd.runc.v1.Options", criuImagePath);
    service.create(scope, request("a", options, ""));
    assertEquals("/criu", general.tasks.get("a").spec.checkpoint());
    Descriptor annotated = new Descriptor(CRIU_TAR, DIGEST, 0, Map.of("RestoreFromPath", "/cri"));
    service.create(scope, request("b", annotated, null, ""));
    assertEquals("/cri", general.tasks.get("b").spec.checkpoint());
  }

  @Test
  public void otherCheckpointsAreRefused() {
    world.container("a", "r.v1", null);
    Descriptor image = Descriptor.of("image", DIGEST, 1);
    Fault fault =
        assertThrows(Fault.class, () -> service.create(scope, request("a", image, null, "")));
    assertTrue(fault.getMessage(), fault.getMessage().contains("\"image\""));
  }
}
