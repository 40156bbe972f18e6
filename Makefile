# Each target makes what it needs; without make, run.py alone does the same.
.PHONY: run test check bench

run:
	python3 run.py

test:
	python3 run.py test

check:
	python3 run.py check

bench:
	python3 run.py bench start
