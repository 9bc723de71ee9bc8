"""Pure judgement of projects: class, figures, milestones, early warnings."""
