"""One script a question of speed or accuracy: what it measures, the goal, and peers measured in the same run."""
