package com.acme.snapshots;

import io.felucca.api.snapshot.Snapshotter;
import io.felucca.testkit.SnapshotterSuite;
import java.lang.annotation.Annotation;
import java.nio.file.Path;

public class AcmeSnapshotterTest extends SnapshotterSuite {
  @Override
  protected Snapshotter create(Path root) {
    return new AcmeSnapshotter(
        new AcmeSnapshotter.Config() {
          @Override
          public String reflink() {
            return "auto";
          }

          @Override
          public String plugin_root() {
            return root.toString();
          }

          @Override
          public Class<? extends Annotation> annotationType() {
            return AcmeSnapshotter.Config.class;
          }
        });
  }

  @Override
  protected int layers() {
    return 8; // each is a whole copy made by a process
  }
}
