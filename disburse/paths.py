"""Where the project keeps its data, templates, database and reports."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
LAW = DATA / "law"
SAMPLES = DATA / "samples"
TEMPLATES = ROOT / "templates"
REPORTS = ROOT / "reports"
DATABASE = DATA / "var" / "disburse.db"
