package io.felucca.diff;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.linux.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;

/** Archives of other programs, unpacked as GNU tar unpacks them. */
public class ArchiveFormatsTest {
  private static final String TREE =
      "mkdir -p d/e; echo text > d/f; ln d/f hard; ln -s d/f soft; mkfifo pipe;"
          + " chmod 4755 hard; chmod 1777 d/e; chown 70000:80000 d/f; mknod dev c 5 300;"
          + " mknod blk b 4095 70000; touch -d '2001-02-03 04:05:06.123456789' d/e soft -h;"
          + " touch -d '1999-01-01 00:00:00' d/f; printf x > \"$(printf 'caf\\351')\";"
          + " mkdir -p $(printf 'n%.0s' $(seq 90))/$(printf 'm%.0s' $(seq 90));"
          + " echo long > $(printf 'n%.0s' $(seq 90))/$(printf 'm%.0s' $(seq 90))/file;"
          + " echo longer > $(printf 'o%.0s' $(seq 200));"
          + " ln $(printf 'o%.0s' $(seq 200)) longlink; ln -s $(printf 't%.0s' $(seq 300)) longsoft;";

  @Rule public final Lab lab = new Lab();

  private void unpacksLikeTar(String tree, String archive) throws IOException {
    Path source = lab.folder();
    Lab.sh(source, tree);
    Path file = lab.root.resolve("archive");
    Lab.sh(source, archive.replace("ARCHIVE", file.toString()));
    Path expected = lab.folder();
    Lab.sh(expected, "tar --xattrs --xattrs-include='*' -xpf " + file);
    assertEquals(Lab.describe(expected), Lab.describe(lab.unpack(Files.readAllBytes(file))));
  }

  @Test
  public void gnu() throws IOException {
    unpacksLikeTar(TREE, "tar --format=gnu -cf ARCHIVE *");
  }

  @Test
  public void pax() throws IOException {
    unpacksLikeTar(
        TREE
            + "python3 -c 'import os; os.setxattr(\"d/f\", \"user.a\", b\"b=c\\n\\0x\");"
            + " os.setxattr(\"d/e\", \"user.none\", b\"\")'",
        "tar --format=posix --xattrs -cf ARCHIVE *");
  }

  @Test
  public void ustar() throws IOException {
    String tree = TREE.replaceAll("; echo longer.*", ";").replace("; mknod blk b 4095 70000", "");
    unpacksLikeTar(tree, "tar --format=ustar --numeric-owner -cf ARCHIVE *");
  }

  @Test
  public void v7() throws IOException {
    unpacksLikeTar(
        "mkdir d; echo x > d/f; ln -s f d/s", "tar --format=v7 --numeric-owner -cf ARCHIVE *");
  }

  @Test
  public void python() throws IOException {
    for (String format : new String[] {"USTAR", "GNU", "PAX"}) {
      unpacksLikeTar(
          "mkdir d; echo x > d/f; ln d/f d/h; ln -s f d/s; touch -d @1.5 d/f",
          "python3 -c 'import tarfile; t=tarfile.open(\"ARCHIVE\",\"w\",format=tarfile."
              + format
              + "_FORMAT); t.add(\"d\"); t.close()'");
    }
  }

  @Test
  public void largeOwners() throws IOException {
    for (String format : new String[] {"gnu", "posix"}) {
      unpacksLikeTar(
          "echo x > f; chown 3000000000:4294967294 f", "tar --format=" + format + " -cf ARCHIVE f");
    }
  }

  @Test
  public void filesWithHoles() throws IOException {
    String tree =
        "truncate -s 20M a; printf start | dd of=a conv=notrunc status=none;"
            + " for i in $(seq 1 60); do printf $i | dd of=a bs=1 seek=${i}00000 conv=notrunc"
            + " status=none; done; truncate -s 5M empty; printf end >> empty; truncate -s 1M hole";
    for (String options :
        new String[] {
          "--format=gnu",
          "--format=posix --sparse-version=0.0",
          "--format=posix --sparse-version=0.1",
          "--format=posix --sparse-version=1.0"
        }) {
      unpacksLikeTar(tree, "tar -S " + options + " -cf ARCHIVE a empty hole");
    }
  }

  @Test
  public void holesTakeNoSpace() throws IOException {
    Path source = lab.folder();
    Lab.sh(source, "truncate -s 1T huge; printf x >> huge; tar -S --format=posix -cf ../t huge");
    Path folder = lab.unpack(Files.readAllBytes(lab.root.resolve("t")));
    Stat stat = Stat.of(folder.resolve("huge"));
    assertEquals((1L << 40) + 1, stat.size());
    assertTrue(stat + "", stat.blocks() < 100);
  }

  @Test
  public void manySmallFiles() throws IOException {
    unpacksLikeTar(
        "for i in $(seq 1 300); do mkdir d$i; for j in 1 2 3; do echo $i $j > d$i/f$j; done; done",
        "tar --format=posix -cf ARCHIVE *");
  }
}
