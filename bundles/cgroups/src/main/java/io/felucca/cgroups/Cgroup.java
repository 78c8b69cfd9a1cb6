package io.felucca.cgroups;

import com.google.protobuf.MessageLite;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The control group of a container, of version 1 (which is one folder for each controller) or 2:
 * cgroups(7), and the kernel's documents admin-guide/cgroup-v1 and cgroup-v2.
 *
 * <p>A group knows where it is, and holds nothing open. A hierarchy in whose root the container is
 * does not belong to it: there nothing is counted, killed or removed.
 */
public final class Cgroup {
  private static final String V1 = "io.containerd.cgroups.v1.Metrics";
  private static final String V2 = "io.containerd.cgroups.v2.Metrics";

  /** Hierarchies that tell a container's processes, the one of devices first: runc always joins. */
  private static final List<String> TELLING =
      List.of("devices", "memory", "pids", "freezer", "cpu", "cpuacct", "cpuset", "blkio");

  private static final String PROCESSES = "cgroup.procs";

  private final CgroupMounts mounts;
  private final CgroupPaths paths;

  Cgroup(CgroupMounts mounts, CgroupPaths paths) {
    this.mounts = mounts;
    this.paths = paths;
  }

  /**
   * Where a process of a container is now, leaving out hierarchies in which that is the root or
   * where we are: those groups are not the container's. NOT_FOUND where there is no such process,
   * it has ended (the kernel shows the root then), or it has no group of its own.
   */
  public static Cgroup of(int pid) {
    CgroupPaths paths =
        CgroupPaths.of(Integer.toString(pid)).without(CgroupPaths.of("self")).withoutRoots();
    Cgroup group = new Cgroup(CgroupMounts.ofHost(), paths);
    if (group.main().isEmpty()) {
      throw Fault.notFound("cgroup of process %d", pid);
    }
    return group;
  }

  /** The one that {@link #paths} was asked of. */
  public static Cgroup read(String paths) {
    return new Cgroup(CgroupMounts.ofHost(), CgroupPaths.parse(paths));
  }

  /** The same path in every hierarchy, as {@code shim_cgroup} names it. */
  public static Cgroup at(String path) {
    CgroupMounts mounts = CgroupMounts.ofHost();
    return new Cgroup(mounts, CgroupPaths.everywhere(path, mounts));
  }

  /** Where it is, to be kept: its processes can have gone when it is asked for again. */
  public String paths() {
    return paths.text();
  }

  /** Whether anything of it is there. */
  public boolean exists() {
    return folders().stream().anyMatch(Files::isDirectory);
  }

  private Collection<Path> folders() {
    return paths.folders(mounts);
  }

  boolean isUnified() {
    return mounts.isUnified();
  }

  /** A controller's folder; on version 2 all have the same. */
  Optional<Path> folder(String controller) {
    return isUnified() ? paths.unifiedFolder(mounts) : paths.folder(controller, mounts);
  }

  /** Where its processes are listed. */
  Optional<Path> main() {
    return TELLING.stream().map(this::folder).flatMap(Optional::stream).findFirst();
  }

  /**
   * Its counters, as {@code io.containerd.cgroups.v1.Metrics} or {@code
   * io.containerd.cgroups.v2.Metrics}. NOT_FOUND where the group is gone.
   */
  public TypedValue metrics() {
    if (!exists()) {
      throw Fault.notFound("cgroup does not exist");
    }
    MessageLite counters = isUnified() ? V2Metrics.of(this) : V1Metrics.of(this);
    return new TypedValue(isUnified() ? V2 : V1, counters.toByteArray());
  }

  /** The processes in it and in the groups below; none where it is gone. */
  public List<Integer> pids() {
    List<Integer> all = new ArrayList<>();
    main().ifPresent(folder -> Subgroups.downward(folder).forEach(each -> addPids(each, all)));
    return all;
  }

  private static void addPids(Path folder, List<Integer> all) {
    for (String line : StatFile.of(folder, PROCESSES).lines()) {
      all.add(Integer.parseInt(line));
    }
  }

  /**
   * Sends a signal to all of its processes, which are stopped meanwhile so that none is missed.
   * FAILED_PRECONDITION where this process is among them.
   *
   * @return whether there were any
   */
  public boolean signalAll(int signal) {
    refuseOwn();
    return new Signalling(this, signal).run();
  }

  /** Moves a process in; NOT_FOUND where there is no such group. */
  public void add(int pid) {
    Collection<Path> there = folders().stream().filter(Files::isDirectory).toList();
    if (there.isEmpty()) {
      throw Fault.notFound("cgroup %s", folders());
    }
    there.forEach(folder -> add(folder, pid));
  }

  private static void add(Path folder, int pid) {
    try {
      Files.writeString(folder.resolve(PROCESSES), Integer.toString(pid));
    } catch (IOException e) {
      throw Fault.io("process " + pid + " into cgroup " + folder, e);
    }
  }

  /** Stops all of its processes; {@link #thaw} lets them go on. */
  public void freeze() {
    Freezer.of(this).ifPresent(Freezer::freeze);
  }

  public void thaw() {
    Freezer.of(this).ifPresent(Freezer::thaw);
  }

  /** Whether its processes are stopped, as the runtime's pause leaves them. */
  public boolean isFrozen() {
    return Freezer.of(this).map(Freezer::isFrozen).orElse(false);
  }

  /**
   * Kills all processes in it and below, frozen ones too, and waits until they are gone for a
   * moment. FAILED_PRECONDITION where this process is among them: then it is no container's.
   */
  public void killAll() {
    refuseOwn();
    new Killing(this).run();
  }

  private void refuseOwn() {
    if (pids().contains((int) ProcessHandle.current().pid())) {
      throw Fault.precondition("cgroup %s has this process in it", main().orElseThrow());
    }
  }

  /**
   * Removes what is left of it, and the groups below. UNAVAILABLE where processes are still in it.
   */
  public void remove() {
    for (Path folder : folders()) {
      Subgroups.remove(folder);
    }
  }

  @Override
  public String toString() {
    return main().map(Path::toString).orElse("no cgroup");
  }
}
