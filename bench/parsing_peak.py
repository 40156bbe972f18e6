"""The resident peak of a process that parses one file of records and has loaded nothing else."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from ingest.pubmed import iter_record_files


def main() -> int:
    """Parse the file that is named, each record dropped at once, and print the peak in MiB."""
    for _ in iter_record_files([Path(sys.argv[1])]):
        pass
    # Not getrusage: its peak is that of the process that started this one, if that was larger.
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    print(int(peak[1]) / 1024 if peak else "nan")
    return 0


if __name__ == "__main__":
    sys.exit(main())
