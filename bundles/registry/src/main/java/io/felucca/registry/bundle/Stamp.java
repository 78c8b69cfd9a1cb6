package io.felucca.registry.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** What tells one content of a file from another without reading it. */
record Stamp(long size, FileTime modified, Object inode) {
  static Stamp of(Path file) throws IOException {
    BasicFileAttributes read = Files.readAttributes(file, BasicFileAttributes.class);
    return new Stamp(read.size(), read.lastModifiedTime(), read.fileKey());
  }
}
