# Debian under the name of Ubuntu, with the user that Ubuntu's image has.
FROM stand-in/debian:trixie
RUN groupadd --gid 1000 ubuntu && useradd --uid 1000 --gid 1000 --create-home --shell /bin/bash ubuntu
CMD ["/bin/bash"]
