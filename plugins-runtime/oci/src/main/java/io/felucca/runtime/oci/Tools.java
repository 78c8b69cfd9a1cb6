package io.felucca.runtime.oci;

import io.felucca.cgroups.Headstart;
import io.felucca.cgroups.OomWatcher;
import io.felucca.reaper.Supervisor;
import io.felucca.reaper.Supervisors;
import io.felucca.runc.Binaries;
import io.felucca.runc.OciRuntime;
import io.felucca.runc.RuncSettings;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/** What every task needs. */
final class Tools {
  private final Path programs;
  private final String kind;
  private final Announcer announcer;
  private final Executor workers;
  private final Headstart headstart;
  private final Binaries binaries = new Binaries();
  private final KnownRuntimes runtimes = new KnownRuntimes();
  private final Preparations preparations;
  private Supervisor supervisor;
  private OomWatcher ooms;

  /**
   * @param programs where the supervisor's program is unpacked
   * @param kind which one
   */
  Tools(Path programs, String kind, Announcer announcer, Executor workers) {
    this.programs = programs;
    this.kind = kind;
    this.announcer = announcer;
    this.workers = workers;
    this.headstart = new Headstart(workers);
    this.preparations = new Preparations(workers, Preparations.LONGEST);
  }

  /** UNAVAILABLE where there is none. */
  synchronized Supervisor supervisor() {
    if (supervisor == null) {
      supervisor = Supervisors.choose(programs, kind);
    }
    return supervisor;
  }

  synchronized OomWatcher ooms() {
    if (ooms == null) {
      ooms = new OomWatcher();
    }
    return ooms;
  }

  /** An OCI runtime that logs there. */
  OciRuntime runtime(RuncSettings settings, Path log) {
    return new OciRuntime(settings, log, binaries);
  }

  /** A process is going to be put into a control group. */
  void expectProcess() {
    headstart.begin();
  }

  KnownRuntimes runtimes() {
    return runtimes;
  }

  Preparations preparations() {
    return preparations;
  }

  Announcer announcer() {
    return announcer;
  }

  Executor workers() {
    return workers;
  }

  /** Lets go of what is held for all tasks. */
  synchronized void close() {
    binaries.close();
    if (ooms != null) {
      ooms.close();
    }
  }
}
