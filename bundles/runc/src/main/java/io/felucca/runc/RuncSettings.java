package io.felucca.runc;

import io.felucca.api.TypedValue;
import io.felucca.wire.options.Options;
import io.felucca.wire.runtime.RuncOptions;
import java.nio.file.Path;

/**
 * How the OCI runtime of a task is called: {@code containerd.runc.v1.Options}, read.
 *
 * @param binary name in {@code PATH} or path of the OCI runtime
 * @param root its state folder
 * @param systemdCgroup whether systemd makes the cgroups
 * @param noPivotRoot whether the root file system is entered by MS_MOVE, as on a ramdisk
 * @param noNewKeyring whether containers share the daemon's session keyring
 * @param shimCgroup the cgroup that whatever supervises the container is put into; may be empty
 * @param ioUid owner of the pipes of standard input and output
 * @param ioGid their group
 * @param criuPath criu's program or its folder; empty for the one in {@code PATH}
 * @param criuImagePath a checkpoint to restore from; may be empty
 * @param criuWorkPath where criu logs; may be empty
 */
public record RuncSettings(
    String binary,
    Path root,
    boolean systemdCgroup,
    boolean noPivotRoot,
    boolean noNewKeyring,
    String shimCgroup,
    int ioUid,
    int ioGid,
    String criuPath,
    String criuImagePath,
    String criuWorkPath) {

  /**
   * Reads options; those of another type, such as the empty value, say nothing. INVALID_ARGUMENT
   * where they cannot be read, or name what no path can be.
   *
   * @param options null for none
   */
  public static RuncSettings of(TypedValue options, RuncDefaults defaults) {
    Options given = RuncOptions.of(options);
    OptionPaths.check(given);
    return of(given, defaults);
  }

  private static RuncSettings of(Options given, RuncDefaults defaults) {
    return new RuncSettings(
        given.getBinaryName().isEmpty() ? defaults.binary() : given.getBinaryName(),
        given.getRoot().isEmpty() ? defaults.root() : Path.of(given.getRoot()),
        given.getSystemdCgroup() || defaults.systemdCgroup(),
        given.getNoPivotRoot(),
        given.getNoNewKeyring(),
        given.getShimCgroup(),
        given.getIoUid(),
        given.getIoGid(),
        given.getCriuPath(),
        given.getCriuImagePath(),
        given.getCriuWorkPath());
  }

  /**
   * Reads what {@link #value} gave, as it is.
   *
   * @param resolved says binary and root
   */
  public static RuncSettings read(TypedValue resolved) {
    RuncDefaults none = new RuncDefaults(RuncDefaults.BINARY, Path.of(""), false);
    return of(RuncOptions.of(resolved), none);
  }

  /** The same for the containers of one namespace, which have a folder of their own in the root. */
  public RuncSettings in(String namespace) {
    return new RuncSettings(
        binary,
        root.resolve(namespace),
        systemdCgroup,
        noPivotRoot,
        noNewKeyring,
        shimCgroup,
        ioUid,
        ioGid,
        criuPath,
        criuImagePath,
        criuWorkPath);
  }

  /** The same as options, to be kept and read again. */
  public TypedValue value() {
    Options options =
        Options.newBuilder()
            .setBinaryName(binary)
            .setRoot(root.toString())
            .setSystemdCgroup(systemdCgroup)
            .setNoPivotRoot(noPivotRoot)
            .setNoNewKeyring(noNewKeyring)
            .setShimCgroup(shimCgroup)
            .setIoUid(ioUid)
            .setIoGid(ioGid)
            .setCriuPath(criuPath)
            .setCriuImagePath(criuImagePath)
            .setCriuWorkPath(criuWorkPath)
            .build();
    return new TypedValue(RuncOptions.TYPE, options.toByteArray());
  }
}
