package io.felucca.shim.sandbox;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Seat;
import io.felucca.api.plugin.Workers;
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
import io.felucca.shim.wire.Patience;
import io.felucca.shim.wire.SandboxApi;
import io.felucca.wire.convert.SandboxStates;
import io.felucca.wire.convert.SandboxWire;
import io.felucca.wire.shim.SandboxState;
import io.felucca.wire.shim.SandboxUpdate;
import io.felucca.wire.shim.StartedSandbox;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BiPredicate;
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
    id = ShimSandboxController.ID,
    requires = {"io.containerd.shim.v1", "io.containerd.event.v1"})
@Component(
    service = SandboxController.class,
    configurationPid = "io.containerd.sandbox.controller.v1.shim",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ShimSandboxController implements SandboxController {
  static final String ID = "shim";
  private static final int WORKERS = 8;

  private final BiPredicate<Scope, String> isRecorded;
  private final SandboxSettings settings;
  private final LazyTransport transport = new LazyTransport();
  private final ShimLogs logs = new ShimLogs();
  private final ThreadPoolExecutor workers = Workers.few("felucca-sandbox", WORKERS);
  private final SandboxEnd end;
  private final SandboxBirth birth;
  private final SandboxTable table;
  private final SandboxWaits waits;
  private final SandboxStop stopping;

  @Activate
  public ShimSandboxController(SandboxConfig config, @Reference PluginRegistry registry) {
    this(
        SandboxSettings.of(config),
        () -> ShimSettings.configured(registry),
        (scope, id) -> isRecorded(registry, scope, id));
  }

  /**
   * @param isRecorded whether the store has a record of an ID that names this controller
   */
  ShimSandboxController(
      SandboxSettings settings,
      Supplier<ShimSettings> shims,
      BiPredicate<Scope, String> isRecorded) {
    this.settings = settings;
    this.isRecorded = isRecorded;
    SandboxPrograms programs = new SandboxPrograms(settings, shims);
    end = new SandboxEnd(settings, programs);
    birth = new SandboxBirth(settings, programs, transport, logs, end, this::sandbox);
    table = new SandboxTable(settings.folders(), end, this::sandbox);
    waits = new SandboxWaits(end, settings.load());
    stopping = new SandboxStop(end, settings.load());
  }

  private static boolean isRecorded(PluginRegistry registry, Scope scope, String id) {
    try {
      return new Seat<>(registry, Sandboxes.KIND, Sandboxes.ID)
          .call(scope, all -> all.get(scope, id))
          .sandboxer()
          .equals(ID);
    } catch (Fault e) {
      if (e.kind() == Fault.Kind.NOT_FOUND) {
        return false;
      }
      throw e;
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
    return SandboxAnswers.start(sandbox, note, started);
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
    if (found.isEmpty() && isRecorded.test(scope, id)) {
      return;
    }
    ShimSandbox sandbox = found.orElseThrow(() -> ShimSandbox.unknown(id));
    if (sandbox.note().exit() == null) {
      stopping.stop(scope, sandbox, patience);
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
    if (found.isEmpty() && isRecorded.test(scope, id)) {
      return SandboxAnswers.gone(id);
    }
    ShimSandbox sandbox = found.orElseThrow(() -> ShimSandbox.unknown(id));
    if (sandbox.note().exit() != null) {
      return SandboxAnswers.ended(sandbox);
    }
    Optional<SandboxState> state =
        sandbox.ask(scope, settings.load(), link -> link.api().status(verbose, Patience.of(scope)));
    if (state.isEmpty()) {
      end.lost(sandbox);
    }
    return state
        .map(told -> SandboxAnswers.status(sandbox, told))
        .orElseGet(() -> SandboxAnswers.ended(sandbox));
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
