package io.felucca.shim.sandbox;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Seat;
import io.felucca.api.sandbox.CreateSandbox;
import io.felucca.api.sandbox.Platform;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.SandboxController;
import io.felucca.api.sandbox.SandboxExit;
import io.felucca.api.sandbox.SandboxMetric;
import io.felucca.api.sandbox.SandboxStart;
import io.felucca.api.sandbox.SandboxStatus;
import io.felucca.api.sandbox.Sandboxes;
import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.launch.ShimSettings;
import io.felucca.shim.log.ShimLogs;
import io.felucca.shim.runtime.Workers;
import io.felucca.shim.wire.Patience;
import io.felucca.shim.wire.SandboxApi;
import io.felucca.shim.wire.Values;
import io.felucca.ttrpc.TtrpcTransport;
import io.felucca.wire.convert.SandboxStates;
import io.felucca.wire.convert.SandboxWire;
import io.felucca.wire.convert.Times;
import io.felucca.wire.shim.EndedSandbox;
import io.felucca.wire.shim.SandboxState;
import io.felucca.wire.shim.SandboxUpdate;
import io.felucca.wire.shim.StartedSandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Sandboxes in shims that have a sandbox service ({@code containerd.runtime.sandbox.v1.Sandbox}): a
 * shim is started for each, and serves the tasks in it too.
 *
 * <p>Bundles are those of containerd. A shim without the service is UNIMPLEMENTED, and nothing of
 * the attempt is left.
 */
@PluginSpec(
    type = "io.containerd.sandbox.controller.v1",
    id = "shim",
    requires = {"io.containerd.shim.v1", "io.containerd.event.v1"})
@Component(
    service = SandboxController.class,
    configurationPid = "io.containerd.sandbox.controller.v1.shim",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ShimSandboxController implements SandboxController {
  private static final String NOT_READY = "SANDBOX_NOTREADY";
  private static final String READY = "SANDBOX_READY";

  /** How long a shim has to tell the end of a sandbox that it was told to stop. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final Function<Scope, Function<String, Boolean>> isRecorded;
  private final SandboxSettings settings;
  private final TtrpcTransport transport = new TtrpcTransport("felucca-sandboxes");
  private final ShimLogs logs = new ShimLogs();
  private final ThreadPoolExecutor workers = Workers.make();
  private final SandboxEnd end;
  private final SandboxBirth birth;
  private final SandboxTable table;
  private final SandboxWaits waits;

  @Activate
  public ShimSandboxController(SandboxConfig config, @Reference PluginRegistry registry) {
    this(
        SandboxSettings.of(config),
        () -> ShimSettings.configured(registry),
        scope -> id -> isRecorded(registry, scope, id));
  }

  /**
   * @param isRecorded whether the store has a record of an ID
   */
  ShimSandboxController(
      SandboxSettings settings,
      Supplier<ShimSettings> shims,
      Function<Scope, Function<String, Boolean>> isRecorded) {
    this.settings = settings;
    this.isRecorded = isRecorded;
    SandboxPrograms programs = new SandboxPrograms(settings, shims);
    end = new SandboxEnd(settings, programs);
    birth = new SandboxBirth(settings, programs, transport, logs, end, this::sandbox);
    table = new SandboxTable(settings.folders(), end, this::sandbox);
    waits = new SandboxWaits(end, settings.load());
  }

  private static boolean isRecorded(PluginRegistry registry, Scope scope, String id) {
    try {
      new Seat<>(registry, Sandboxes.KIND, Sandboxes.ID).call(scope, all -> all.get(scope, id));
      return true;
    } catch (Fault e) {
      return false;
    }
  }

  private ShimSandbox sandbox(TaskFolder folder, Endpoint endpoint) {
    return new ShimSandbox(folder, endpoint, transport, logs, this::lost);
  }

  private void lost(ShimSandbox sandbox) {
    try {
      workers.execute(() -> waits.mourn(sandbox));
    } catch (RejectedExecutionException e) {
      waits.close(); // this instance goes: the next one sees to it
    }
  }

  /** Finds the sandboxes that are there; their shims are connected to without waiting for them. */
  @Override
  public void start() {
    for (ShimSandbox sandbox : table.load()) {
      workers.execute(() -> waits.greet(sandbox));
    }
  }

  @Override
  public void create(Scope scope, CreateSandbox request) {
    TaskFolder folder = table.folder(scope.requireNamespace(), request.id());
    table.add(birth.create(scope, folder, request));
  }

  @Override
  public SandboxStart start(Scope scope, String id) {
    ShimSandbox sandbox = get(scope, id);
    if (sandbox.note().exit() != null) {
      throw Fault.precondition("sandbox \"%s\" has ended", id);
    }
    StartedSandbox started = started(scope, sandbox);
    SandboxNote note = sandbox.change(old -> old.startedAs(started.getPid()));
    return new SandboxStart(
        id,
        started.getPid(),
        createdAt(started.hasCreatedAt(), started.getCreatedAt(), note),
        Map.of(),
        address(sandbox),
        sandbox.endpoint().version(),
        Values.typed(started.getSpec()));
  }

  /** As containerd does, what cannot be started is forgotten. */
  private StartedSandbox started(Scope scope, ShimSandbox sandbox) {
    try {
      return asked(scope, sandbox, api -> api.start(Patience.of(scope)));
    } catch (Fault e) {
      String words = "failed to start sandbox " + sandbox.id() + ": ";
      try {
        shutdown(Scope.of(scope.namespace()), sandbox.id());
      } catch (Fault left) {
        e.addSuppressed(left);
      }
      throw new Fault(e.kind(), words + e.getMessage(), e);
    }
  }

  private static Instant createdAt(
      boolean told, com.google.protobuf.Timestamp at, SandboxNote note) {
    Instant known = Times.fromWire(told, at);
    return known == null ? note.createdAt() : known;
  }

  private static String address(ShimSandbox sandbox) {
    String address = sandbox.endpoint().address();
    return address.contains("+") ? address : sandbox.endpoint().protocol() + "+" + address;
  }

  private ShimSandbox get(Scope scope, String id) {
    return table.find(scope.requireNamespace(), id).orElseThrow(() -> ShimSandbox.unknown(id));
  }

  /** What the shim answers; UNAVAILABLE where it is gone. */
  private <T> T asked(Scope scope, ShimSandbox sandbox, Function<SandboxApi, T> question) {
    return sandbox
        .ask(scope, settings.load(), link -> question.apply(link.api()))
        .orElseThrow(
            () ->
                Fault.unavailable(
                    "shim of sandbox \"%s\" at %s is gone",
                    sandbox.id(), sandbox.endpoint().address()));
  }

  @Override
  public Platform platform(Scope scope, String id) {
    ShimSandbox sandbox = get(scope, id);
    return SandboxStates.fromWire(
        asked(scope, sandbox, api -> api.platform(Patience.of(scope))).getPlatform());
  }

  /** A recorded sandbox without a shim, as after a reboot, has stopped. */
  @Override
  public void stop(Scope scope, String id, Duration patience) {
    Optional<ShimSandbox> found = table.find(scope.requireNamespace(), id);
    if (found.isEmpty() && isRecorded.apply(scope).apply(id)) {
      return;
    }
    ShimSandbox sandbox = found.orElseThrow(() -> ShimSandbox.unknown(id));
    if (sandbox.note().exit() == null) {
      stop(scope, sandbox, patience);
    }
  }

  private void stop(Scope scope, ShimSandbox sandbox, Duration patience) {
    Optional<SandboxExit> told =
        sandbox.ask(
            scope,
            settings.load(),
            link -> {
              CompletableFuture<EndedSandbox> wait = link.api().waitLater();
              stopQuietly(scope, link.api(), patience);
              return farewell(wait);
            });
    if (told.isPresent()) {
      sandbox.change(note -> note.ended(told.get()));
    } else if (sandbox.isDead()) {
      end.lost(sandbox);
    }
  }

  private static void stopQuietly(Scope scope, SandboxApi api, Duration patience) {
    try {
      api.stop(Math.toIntExact(patience.toSeconds()), Patience.of(scope));
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND && e.kind() != Fault.Kind.UNAVAILABLE) {
        throw new Fault(e.kind(), "failed to stop sandbox: " + e.getMessage(), e.getCause());
      }
    }
  }

  /** Null where the shim went without a word, or says nothing of an end. */
  private static SandboxExit farewell(CompletableFuture<EndedSandbox> wait) {
    try {
      EndedSandbox end = wait.get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
      Instant at = Times.fromWire(end.hasExitedAt(), end.getExitedAt());
      return new SandboxExit(end.getExitStatus(), at == null ? Instant.now() : at);
    } catch (ExecutionException | TimeoutException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted", e);
    } finally {
      wait.cancel(false);
    }
  }

  @Override
  public CompletableFuture<SandboxExit> exit(Scope scope, String id) {
    ShimSandbox sandbox = get(scope, id);
    SandboxExit noted = sandbox.note().exit();
    return noted == null ? waits.begin(sandbox) : CompletableFuture.completedFuture(noted);
  }

  @Override
  public SandboxStatus status(Scope scope, String id, boolean verbose) {
    Optional<ShimSandbox> found = table.find(scope.requireNamespace(), id);
    if (found.isEmpty() && isRecorded.apply(scope).apply(id)) {
      return new SandboxStatus(id, 0, NOT_READY, Map.of(), null, Instant.now(), null, "", 0);
    }
    ShimSandbox sandbox = found.orElseThrow(() -> ShimSandbox.unknown(id));
    if (sandbox.note().exit() != null) {
      return ended(sandbox);
    }
    Optional<SandboxState> state =
        sandbox.ask(scope, settings.load(), link -> link.api().status(verbose, Patience.of(scope)));
    if (state.isEmpty()) {
      end.lost(sandbox);
    }
    return state.map(told -> status(sandbox, told)).orElseGet(() -> ended(sandbox));
  }

  /** What the shim leaves out is known here. */
  private static SandboxStatus status(ShimSandbox sandbox, SandboxState told) {
    SandboxNote note = sandbox.note();
    Instant exitedAt = Times.fromWire(told.hasExitedAt(), told.getExitedAt());
    String usual = note.started() && exitedAt == null ? READY : NOT_READY;
    return new SandboxStatus(
        sandbox.id(),
        told.getPid() == 0 ? note.pid() : told.getPid(),
        told.getState().isEmpty() ? usual : told.getState(),
        told.getInfoMap(),
        createdAt(told.hasCreatedAt(), told.getCreatedAt(), note),
        exitedAt,
        Values.typed(told.getExtra()),
        address(sandbox),
        sandbox.endpoint().version());
  }

  private static SandboxStatus ended(ShimSandbox sandbox) {
    SandboxNote note = sandbox.note();
    return new SandboxStatus(
        sandbox.id(),
        note.pid(),
        NOT_READY,
        Map.of(),
        note.createdAt(),
        note.exit().at(),
        null,
        address(sandbox),
        sandbox.endpoint().version());
  }

  @Override
  public void shutdown(Scope scope, String id) {
    ShimSandbox sandbox = get(scope, id);
    end.shutdown(scope, sandbox);
    table.remove(sandbox);
    waits.forgotten(sandbox);
  }

  @Override
  public SandboxMetric metrics(Scope scope, String id) {
    ShimSandbox sandbox = get(scope, id);
    SandboxMetric told =
        SandboxStates.fromWire(
            asked(scope, sandbox, api -> api.metrics(Patience.of(scope))).getMetrics());
    return new SandboxMetric(id, told.at(), told.data());
  }

  @Override
  public void update(Scope scope, Sandbox sandbox, FieldPaths paths) {
    ShimSandbox its = get(scope, sandbox.id());
    SandboxUpdate request =
        SandboxUpdate.newBuilder()
            .setSandboxId(sandbox.id())
            .setSandbox(SandboxWire.toWire(sandbox))
            .addAllFields(paths.paths())
            .build();
    asked(
        scope,
        its,
        api -> {
          api.update(request, Patience.of(scope));
          return true;
        });
  }

  /** Sandboxes go on; the next instance finds them. */
  @Override
  public void close() {
    waits.close();
    table.all().forEach(ShimSandbox::detach);
    transport.close();
    logs.close();
    workers.shutdown();
  }
}
