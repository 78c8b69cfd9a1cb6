package io.felucca.diff;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.diff.DiffOptions;
import io.felucca.api.filter.Filter;
import io.felucca.linux.Mounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;

/**
 * The upper layer by itself gives the same layer, byte for byte, as a walk through both mounted
 * file systems; where it would not, it is not used.
 */
public class OverlayDiffTest {
  private static final DiffOptions PLAIN = new DiffOptions(Lab.TAR, "", Map.of(), null);
  private static final String BASE =
      "mkdir -p etc usr/bin usr/lib/deep/er var; for i in 1 2 3; do echo $i > etc/f$i;"
          + " echo $i > usr/lib/deep/er/g$i; done; echo bin > usr/bin/prog; chmod 4755 usr/bin/prog;"
          + " ln usr/bin/prog usr/bin/link; ln -s prog usr/bin/soft; mkfifo var/pipe;"
          + " touch -h -d @1000000000 $(find .); ";

  @Rule public final Lab lab = new Lab();

  private final List<Path> mounted = new ArrayList<>();

  @After
  public void unmount() throws IOException {
    for (Path path : mounted) {
      Mounts.unmountAll(path, 0);
    }
  }

  private Path mount(Mount mount) throws IOException {
    Path target = lab.folder();
    Mounts.mount(mount.type(), mount.source(), target, mount.options());
    mounted.add(target);
    return target;
  }

  private static Mount overlay(String options, Path upper, Path work, Path... lowers) {
    List<String> all = new ArrayList<>(List.of(options.split(",")));
    all.add("lowerdir=" + String.join(":", List.of(lowers).stream().map(Path::toString).toList()));
    if (upper != null) {
      all.add("upperdir=" + upper);
      all.add("workdir=" + work);
    }
    return Mount.of("overlay", "overlay", all);
  }

  private Digest compare(Mount lower, Mount upper) {
    Descriptor layer = lab.differ.compare(lab.scope, List.of(lower), List.of(upper), PLAIN);
    lab.store.delete(lab.scope, layer.digest());
    return layer.digest();
  }

  /** With two lower layers, so that the lower side is an overlay too. */
  private void sameBothWays(String change) throws IOException {
    sameBothWays("index=off,metacopy=off,redirect_dir=off", change);
  }

  private void sameBothWays(String options, String change) throws IOException {
    Path first = lab.folder();
    Path second = lab.folder();
    Lab.sh(first, BASE);
    Lab.sh(second, "mkdir -p etc opt; echo two > etc/f2; echo opt > opt/o; mknod etc/f3 c 0 0");
    Mount upper = overlay(options, lab.folder(), lab.folder(), second, first);
    Path tree = mount(upper);
    Lab.sh(tree, change);
    Mount lower = overlay("index=off", null, null, second, first);
    Path lowerTree = mount(lower);
    Mount whole = Mount.of("bind", tree.toString(), List.of("bind"));
    Mount below = Mount.of("bind", lowerTree.toString(), List.of("bind"));
    assertEquals(compare(below, whole), compare(lower, upper));
  }

  @Test
  public void changesOfEveryKind() throws IOException {
    sameBothWays(
        "echo new > etc/new; echo changed > etc/f1; rm etc/f2; chmod 600 usr/bin/soft;"
            + " mkdir -p a/b/c; echo x > a/b/c/d; rm -r usr/lib/deep; mkdir usr/lib/deep;"
            + " echo y > usr/lib/deep/y; mv opt/o opt/p; rm var/pipe; mkdir var/pipe");
  }

  @Test
  public void nothing() throws IOException {
    sameBothWays("true");
  }

  @Test
  public void copiedUpButAsBefore() throws IOException {
    sameBothWays("touch -d @1000000000 etc/f1; chown 1:1 etc/f1; chown 0:0 etc/f1");
  }

  @Test
  public void hardLinks() throws IOException {
    sameBothWays("echo a > a; ln a z; ln usr/bin/prog usr/bin/third; ln etc/f1 f1");
  }

  @Test
  public void brokenHardLinks() throws IOException {
    sameBothWays("echo more >> usr/bin/link");
  }

  @Test
  public void whiteoutsBelowNewDirectories() throws IOException {
    sameBothWays("rm -r etc; mkdir etc; echo f2 > etc/f2; rm etc/f2; rm -r opt; echo o > opt");
  }

  @Test
  public void owners() throws IOException {
    sameBothWays("chown 5:6 etc; chmod 700 usr/lib; touch var; chmod 1777 var");
  }

  @Test
  public void renamedDirectories() throws IOException {
    sameBothWays("index=off,metacopy=off,redirect_dir=on", "mv usr/lib/deep usr/lib/moved");
  }

  @Test
  public void changedAttributesAlone() throws IOException {
    sameBothWays(
        "index=off,metacopy=on,redirect_dir=on", "chmod 711 usr/bin/prog; chown 9:9 etc/f1");
  }

  @Test
  public void socketsAreNotThere() throws IOException {
    Path lower = lab.folder();
    Lab.sh(lower, BASE);
    Path upper = lab.folder();
    Lab.sh(upper, "python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"s\")'");
    Digest empty = compare(bind(lower), bind(lower));
    assertNotEquals(empty, compare(bind(lower), bind(upper)));
    assertEquals(empty, compare(bind(lab.folder()), bind(upper)));
  }

  private static Mount bind(Path folder) {
    return Mount.of("bind", folder.toString(), List.of("rbind", "ro"));
  }

  @Test
  public void failuresLeaveNothing() throws IOException {
    Path lower = lab.folder();
    Mount broken = overlay("index=off", null, null, lower, lab.root.resolve("missing"));
    assertThrows(Fault.class, () -> compare(bind(lower), broken));
    assertEquals(List.of(), lab.store.statuses(lab.scope, Filter.ALL));
    assertEquals(
        "", Lab.sh(lab.root, "grep state /proc/self/mounts | grep " + lab.root + " || true"));
  }

  @Test
  public void filesAreComparedByContentWhereTimesAreWhole() throws IOException {
    Path lower = lab.folder();
    Path upper = lab.folder();
    Lab.sh(lower, "echo a > f; echo b > g; touch -d @5 f g");
    Lab.sh(upper, "echo x > f; echo b > g; touch -d @5 f g");
    Path changed = lab.folder();
    Lab.sh(changed, "echo x > f; touch -d @5 f");
    Digest expected = compare(bind(lab.folder()), bind(changed));
    assertEquals(expected, compare(bind(lower), bind(upper)));
  }
}
