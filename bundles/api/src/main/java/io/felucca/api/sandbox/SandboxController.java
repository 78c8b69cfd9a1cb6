package io.felucca.api.sandbox;

import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginKind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes sandboxes and keeps track of them: pods as a group of processes, as a virtual machine, or
 * whatever else containers can live in.
 *
 * <p>The story of a sandbox: {@link #create}, {@link #start}, which answers where tasks are created
 * in it, {@link #stop}, {@link #shutdown}, which forgets it. Sandboxes do not live in the daemon: a
 * controller that is started finds those that an earlier one has left. An ID is unique in its
 * namespace; calls on one that is not there are NOT_FOUND, what a controller cannot do is
 * UNIMPLEMENTED.
 */
@ConsumerType
public interface SandboxController extends Plugin {
  PluginKind<SandboxController> KIND =
      new PluginKind<>("io.containerd.sandbox.controller.v1", SandboxController.class);

  /** Controllers of pods that share namespaces and nothing more; found by name as all others. */
  PluginKind<SandboxController> POD_KIND =
      new PluginKind<>("io.containerd.podsandbox.controller.v1", SandboxController.class);

  /** Prepares a sandbox; ALREADY_EXISTS where the ID is taken. */
  void create(Scope scope, CreateSandbox request);

  SandboxStart start(Scope scope, String id);

  /** What its containers have to be made for. */
  Platform platform(Scope scope, String id);

  /**
   * Ends what runs in it and the sandbox with it.
   *
   * @param patience how long its processes have to end by themselves
   */
  void stop(Scope scope, String id, Duration patience);

  /**
   * Completes when the sandbox has ended, also where it had before. Takes no thread while it waits;
   * fails with UNAVAILABLE where this instance goes first and another has to be asked.
   */
  CompletableFuture<SandboxExit> exit(Scope scope, String id);

  /**
   * How it is.
   *
   * @param verbose whether {@link SandboxStatus#info} is wanted
   */
  SandboxStatus status(Scope scope, String id, boolean verbose);

  /** Forgets the sandbox and frees what it held. */
  void shutdown(Scope scope, String id);

  SandboxMetric metrics(Scope scope, String id);

  /** Changes fields of the record of a sandbox that lives; no paths mean all. */
  void update(Scope scope, Sandbox sandbox, FieldPaths paths);
}
