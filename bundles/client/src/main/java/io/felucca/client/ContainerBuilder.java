package io.felucca.client;

import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.TypedValue;
import io.felucca.oci.image.ImageConfig;
import io.felucca.oci.option.Command;
import io.felucca.oci.option.ImageDefaults;
import io.felucca.oci.rootfs.RootFiles;
import io.felucca.oci.spec.RuntimeSpec;
import io.felucca.oci.spec.SpecBuilder;
import io.felucca.oci.spec.SpecOption;
import io.felucca.wire.containers.ContainersGrpc;
import io.felucca.wire.containers.CreateContainerRequest;
import io.felucca.wire.convert.ContainerWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a new container is to be. Used by one thread.
 *
 * <pre>{@code
 * Container web =
 *     workspace
 *     .containers()
 *     .create("web")
 *     .image(image)
 *     .newSnapshot("web")
 *     .args("httpd", "-f")
 *     .spec(Environment.set("PORT=80"), Memory.limit(64 << 20))
 *     .label("app", "web")
 *     .create();
 * }</pre>
 */
public final class ContainerBuilder {
  /** How the container comes to its root file system. */
  private enum Root {
    NONE,
    NEW,
    VIEW,
    EXISTING
  }

  private final Workspace workspace;
  private final String id;
  private final Map<String, String> labels = new TreeMap<>();
  private final Map<String, TypedValue> extensions = new TreeMap<>();
  private final List<SpecOption> options = new ArrayList<>();
  private Root root = Root.NONE;
  private Image image;
  private String snapshotter = "";
  private String snapshotKey = "";
  private String runtime = "";
  private TypedValue runtimeOptions;
  private String sandbox = "";
  private RuntimeSpec spec;
  private RootFiles rootFiles;

  ContainerBuilder(Workspace workspace, String id) {
    this.workspace = workspace;
    this.id = id;
  }

  /** The image that it is made of. */
  public ContainerBuilder image(Image image) {
    this.image = image;
    return this;
  }

  /** The snapshotter; else the namespace's default. */
  public ContainerBuilder snapshotter(String name) {
    snapshotter = name;
    return this;
  }

  /** A new writable snapshot of the image, which is unpacked where it is not yet. */
  public ContainerBuilder newSnapshot(String key) {
    return root(Root.NEW, key);
  }

  /** A new read-only view of the image, which is unpacked where it is not yet. */
  public ContainerBuilder newView(String key) {
    return root(Root.VIEW, key);
  }

  /** A snapshot that is there already. */
  public ContainerBuilder snapshot(String key) {
    return root(Root.EXISTING, key);
  }

  private ContainerBuilder root(Root kind, String key) {
    root = kind;
    snapshotKey = key;
    return this;
  }

  /** The whole command line of the first process, instead of the image's. */
  public ContainerBuilder args(String... args) {
    return spec(Command.args(args));
  }

  /**
   * Changes to the specification, applied in order. It begins as containerd's default for Linux
   * with what the image says.
   */
  public ContainerBuilder spec(SpecOption... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** The specification to begin with, instead of the default and what the image says. */
  public ContainerBuilder spec(RuntimeSpec spec) {
    this.spec = spec;
    return this;
  }

  /**
   * Where names of users and groups are looked up; else in the snapshot's folders, and, for a new
   * snapshot whose folders the caller may not read, in the image's layers.
   */
  public ContainerBuilder rootFiles(RootFiles files) {
    rootFiles = files;
    return this;
  }

  /** The runtime's name; else the namespace's default, mostly {@code io.containerd.runc.v2}. */
  public ContainerBuilder runtime(String name) {
    runtime = name;
    return this;
  }

  /** Options for the runtime, such as a {@code containerd.runc.v1.Options}. */
  public ContainerBuilder runtimeOptions(TypedValue options) {
    runtimeOptions = options;
    return this;
  }

  public ContainerBuilder label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  public ContainerBuilder labels(Map<String, String> more) {
    labels.putAll(more);
    return this;
  }

  /** A value that is kept with the container. */
  public ContainerBuilder extension(String name, TypedValue value) {
    extensions.put(name, value);
    return this;
  }

  /** The sandbox that it belongs to; containerd knows them from 1.7 on. */
  public ContainerBuilder sandbox(String id) {
    sandbox = id;
    return this;
  }

  /**
   * Makes the container, with its snapshot; where that fails, nothing new is left.
   *
   * @throws Fault ALREADY_EXISTS where the ID or the snapshot's key is taken, NOT_FOUND where
   *     content is missing
   */
  public Container create() {
    try (HeldLease held = workspace.lease()) {
      return create(held.workspace());
    }
  }

  private Container create(Workspace leased) {
    String using = root == Root.NONE ? "" : chosenSnapshotter();
    Optional<ImageConfig> config = Optional.ofNullable(image).map(Image::config);
    List<Mount> mounts = root == Root.NONE ? List.of() : mounts(leased, using, config);
    try {
      return create(record(using, specification(config, mounts)));
    } catch (RuntimeException e) {
      if (root == Root.NEW || root == Root.VIEW) {
        Faults.after(e, () -> leased.snapshots(using).remove(snapshotKey));
      }
      throw e;
    }
  }

  private String chosenSnapshotter() {
    return snapshotter.isEmpty() ? workspace.defaultSnapshotter() : snapshotter;
  }

  private List<Mount> mounts(Workspace leased, String using, Optional<ImageConfig> config) {
    Snapshots snapshots = leased.snapshots(using);
    if (root == Root.EXISTING) {
      return snapshots.mounts(snapshotKey);
    }
    if (config.isEmpty()) {
      throw Fault.invalid("container %s: a new snapshot needs an image", id);
    }
    String parent = config.get().chainId().toString();
    if (snapshots.find(parent).isEmpty()) {
      new Unpacking(leased, snapshots, Progress.NONE).unpack(image.manifest(), config.get());
    }
    return root == Root.NEW
        ? snapshots.prepare(snapshotKey, parent, Map.of())
        : snapshots.view(snapshotKey, parent, Map.of());
  }

  private RuntimeSpec specification(Optional<ImageConfig> config, List<Mount> mounts) {
    SpecBuilder builder =
        spec == null
            ? SpecBuilder.linux(workspace.name(), id)
            : SpecBuilder.of(spec, workspace.name(), id);
    if (spec == null && config.isPresent()) {
      builder.with(ImageDefaults.of(config.get()));
    }
    return builder.rootFiles(chosenFiles(mounts)).with(options).build();
  }

  /** Looked into only where a user or a group has a name. */
  private RootFiles chosenFiles(List<Mount> mounts) {
    if (rootFiles != null) {
      return rootFiles;
    }
    if (mounts.isEmpty()) {
      return RootFiles.none();
    }
    return root == Root.EXISTING
        ? path -> RootFiles.of(mounts).read(path)
        : new SnapshotFiles(mounts, image);
  }

  private io.felucca.api.container.Container record(String using, RuntimeSpec specification) {
    return new io.felucca.api.container.Container(
        id,
        labels,
        image == null ? "" : image.name(),
        runtime.isEmpty() ? workspace.defaultRuntime() : runtime,
        runtimeOptions,
        specification.typed(),
        using,
        snapshotKey,
        sandbox,
        extensions,
        null,
        null);
  }

  private Container create(io.felucca.api.container.Container record) {
    CreateContainerRequest request =
        CreateContainerRequest.newBuilder().setContainer(ContainerWire.toWire(record)).build();
    return new Container(
        workspace,
        ContainerWire.fromWire(
            workspace
                .caller()
                .ask(ContainersGrpc::newBlockingStub, stub -> stub.create(request))
                .getContainer()));
  }
}
