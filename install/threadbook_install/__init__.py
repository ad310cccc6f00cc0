"""What install/lab, install/kernel and install/check share.

Python's standard library alone (run_notebook.py excepted, which runs inside the private
environment), so that a fresh machine can run it. One module is one idea:

    checkout    where things are in this folder
    trouble     how a failure is reported: what happened, and what to do
    progress    what is shown while something takes time
    jdk         finding a JDK 25 or newer
    kernel_build, aot, venv, kernelspec     the four things that are made
    jupyter     the environment that keeps the user's own Jupyter out of it
    product     all of that in the right order, skipping what is done
    chromium    the browser of the browser test
    lab, kernel, check                      the three command lines
"""
