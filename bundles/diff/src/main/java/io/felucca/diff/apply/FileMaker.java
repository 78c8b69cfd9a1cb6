package io.felucca.diff.apply;

import static io.felucca.linux.Open.O_CREAT;
import static io.felucca.linux.Open.O_EXCL;
import static io.felucca.linux.Open.O_NOFOLLOW;
import static io.felucca.linux.Open.O_WRONLY;

import io.felucca.diff.tar.SparseMap;
import io.felucca.diff.tar.TarEntry;
import io.felucca.diff.tar.TarReader;
import io.felucca.linux.Fd;
import io.felucca.linux.FileData;
import io.felucca.linux.Open;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Makes plain files; buffers of the archive are written as they are. */
final class FileMaker {
  private static final int NEW = O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW;
  private static final int PERMISSIONS = 0777;

  private final TarReader tar;
  private final Restorer restorer;

  FileMaker(TarReader tar, Restorer restorer) {
    this.tar = tar;
    this.restorer = restorer;
  }

  /** EEXIST where the name is taken; then nothing of the data has been read. */
  void make(Dir parent, String name, TarEntry entry) throws IOException {
    try (Fd file = Open.at(parent.fd(), name, NEW, entry.mode() & PERMISSIONS)) {
      if (entry.holes() == null) {
        write(file);
      } else {
        writeSparse(file, entry.holes());
      }
      restorer.file(file, parent, entry);
    }
  }

  private void write(Fd file) throws IOException {
    for (ByteBuffer data; (data = tar.data(Long.MAX_VALUE)) != null; ) {
      file.writeFully(data);
    }
  }

  /** Holes stay holes, however large they claim to be. */
  private void writeSparse(Fd file, SparseMap map) throws IOException {
    for (SparseMap.Piece piece : map.pieces()) {
      long at = piece.offset();
      for (long left = piece.length(); left > 0; ) {
        ByteBuffer data = tar.data(left);
        int count = data.remaining();
        file.writeFully(data, at);
        at += count;
        left -= count;
      }
    }
    FileData.truncate(file, map.size());
  }
}
