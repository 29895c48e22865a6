package lib

# METADATA
# title: The pod says that its system is Windows, the only thing that exempts it from checks of Linux fields
windows if get(pod.spec, ["os", "name"], "") == "windows"
