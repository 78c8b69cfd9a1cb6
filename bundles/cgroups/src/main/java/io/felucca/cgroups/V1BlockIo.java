package io.felucca.cgroups;

import io.felucca.wire.cgroups.v1.BlkIOEntry;
import io.felucca.wire.cgroups.v1.BlkIOStat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Block devices in version 1: what the old CFQ scheduler counted where it did, else what passes the
 * throttle.
 */
final class V1BlockIo {
  private final Path folder;
  private final Map<String, String> devices;

  private V1BlockIo(Path folder, Map<String, String> devices) {
    this.folder = folder;
    this.devices = devices;
  }

  static BlkIOStat of(Path folder) {
    V1BlockIo files = new V1BlockIo(folder, devices(StatFile.of(Path.of("/proc"), "partitions")));
    BlkIOStat scheduled = files.scheduled();
    return scheduled.equals(BlkIOStat.getDefaultInstance()) ? files.throttled() : scheduled;
  }

  /** Lines of {@code 8 0 1024 sda} after a headline; of several for one device the first counts. */
  static Map<String, String> devices(StatFile partitions) {
    Map<String, String> devices = new HashMap<>();
    for (String[] row : partitions.rows()) {
      if (row.length == 4 && Character.isDigit(row[0].charAt(0))) {
        devices.putIfAbsent(row[0] + ":" + row[1], "/dev/" + row[3]);
      }
    }
    return devices;
  }

  private BlkIOStat scheduled() {
    return BlkIOStat.newBuilder()
        .addAllSectorsRecursive(entries("sectors_recursive"))
        .addAllIoServiceBytesRecursive(entries("io_service_bytes_recursive"))
        .addAllIoServicedRecursive(entries("io_serviced_recursive"))
        .addAllIoQueuedRecursive(entries("io_queued_recursive"))
        .addAllIoServiceTimeRecursive(entries("io_service_time_recursive"))
        .addAllIoWaitTimeRecursive(entries("io_wait_time_recursive"))
        .addAllIoMergedRecursive(entries("io_merged_recursive"))
        .addAllIoTimeRecursive(entries("time_recursive"))
        .build();
  }

  private BlkIOStat throttled() {
    return BlkIOStat.newBuilder()
        .addAllIoServicedRecursive(entries("throttle.io_serviced"))
        .addAllIoServiceBytesRecursive(entries("throttle.io_service_bytes"))
        .build();
  }

  /** Lines of {@code 8:0 Read 4096} or {@code 8:0 4096}; the sum at the end is left out. */
  private List<BlkIOEntry> entries(String file) {
    List<BlkIOEntry> all = new ArrayList<>();
    for (String[] row : StatFile.of(folder, "blkio." + file).rows()) {
      int colon = row[0].indexOf(':');
      if (colon > 0 && row.length >= 2) {
        all.add(entry(row[0], colon, row));
      }
    }
    return all;
  }

  private BlkIOEntry entry(String device, int colon, String[] row) {
    return BlkIOEntry.newBuilder()
        .setOp(row.length > 2 ? row[1] : "")
        .setDevice(devices.getOrDefault(device, ""))
        .setMajor(StatFile.number(device.substring(0, colon), 0))
        .setMinor(StatFile.number(device.substring(colon + 1), 0))
        .setValue(StatFile.number(row[row.length - 1], 0))
        .build();
  }
}
