; What setup and uninstaller know of folders: whose files are in one, whether there is room, which ones setup made. Both
; of them have a function of each name; NSIS wants "un." before those of the uninstaller.

; The folder of a copy that Windows knows of and of which something is still there, or nothing: a virus scanner takes
; the programs and leaves the rest.
Var Older
; A file in the chosen folder that is not ours, or nothing.
Var Foreign
; The highest folder that setup made on the way to the chosen one, or nothing.
Var Made
; Something once setup may have written.
Var Begun

!macro FIND_OLDER
  ReadRegStr $Older HKCU "${KEY}" "InstallLocation"
  ${If} $Older != ""
  ${AndIfNot} ${FileExists} "$Older\nianbao.exe"
  ${AndIfNot} ${FileExists} "$Older\nianbao-cli.exe"
  ${AndIfNot} ${FileExists} "$Older\卸载.exe"
  ${AndIfNot} ${FileExists} "$Older\许可证\libraries.txt"
    StrCpy $Older ""
  ${EndIf}
!macroend

; Why it ends, where someone sees it: in a box, or without questions (/S) in a file for the administrator.
!macro GIVE_UP PREFIX PROGRAM
Function ${PREFIX}Log
  FileOpen $0 "$TEMP\nianbao-${PROGRAM}.log" w
  FileWriteUTF16LE /BOM $0 "$R9$\r$\n"
  FileClose $0
FunctionEnd

Function ${PREFIX}GiveUp
  Pop $R9
  ${If} ${Silent}
    Call ${PREFIX}Log
  ${Else}
    MessageBox MB_OK|MB_ICONEXCLAMATION "$R9"
  ${EndIf}
  Call ${PREFIX}CleanUp
  SetErrorLevel 2
  Abort "$R9"
FunctionEnd
!macroend
!insertmacro GIVE_UP "" setup
!insertmacro GIVE_UP "un." uninstall

!macro SAY_AND_END PREFIX SENTENCE
  Push "${SENTENCE}"
  Call ${PREFIX}GiveUp
!macroend
!define GiveUp '!insertmacro SAY_AND_END ""'
!define un.GiveUp '!insertmacro SAY_AND_END "un."'

; What was begun and not finished.
Function CleanUp
  ${If} $Begun == ""
    Return
  ${EndIf}
  StrCpy $Begun ""
  SetOutPath "$TEMP"
  RMDir /r "${STAGE}"
  ${If} $Made != ""
    StrCpy $R8 $INSTDIR
    Call RemoveFolders
  ${EndIf}
FunctionEnd

Function un.CleanUp
FunctionEnd

; Whose is the chosen folder? Setup writes over a copy of its own, into an empty folder, and nowhere else: a folder of
; the office's may hold files of the same names. What the folder portable holds belongs to the program.
Function LookAtFolder
  !insertmacro FIND_OLDER
  StrCpy $Foreign ""
  ${If} $INSTDIR == $Older
    Return
  ${EndIf}
  ; Setup was broken off in there.
  ${If} ${FileExists} "${STAGE}\*.*"
    Return
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\nianbao.exe"
  ${AndIf} ${FileExists} "$INSTDIR\nianbao-cli.exe"
  ${AndIf} ${FileExists} "$INSTDIR\卸载.exe"
    Return
  ${EndIf}
  ClearErrors
  FindFirst $0 $1 "$INSTDIR\*.*"
  ${DoUntil} ${Errors}
    ${If} $1 != "."
    ${AndIf} $1 != ".."
    ${AndIf} $1 != "portable"
      StrCpy $Foreign $1
      ${Break}
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
FunctionEnd

; Into a folder of our own there.
Function GoDeeper
  StrCpy $0 $INSTDIR 1 -1
  ${If} $0 == "\"
    StrCpy $INSTDIR $INSTDIR -1
  ${EndIf}
  StrCpy $INSTDIR "$INSTDIR\nianbao"
FunctionEnd

; The chosen folder is there and a file can be written in it; told before anything is touched.
Function MakeFolder
  StrLen $0 $INSTDIR
  ${If} $0 > 160
    ${GiveUp} "文件夹“$INSTDIR”的路径太长，请换一个短些的。没有安装。"
  ${EndIf}
  StrCpy $Made ""
  StrCpy $0 $INSTDIR
  ${DoUntil} $0 == ""
    ${If} ${FileExists} "$0\*.*"
      ${Break}
    ${EndIf}
    StrCpy $Made $0
    ${GetParent} $0 $0
  ${Loop}
  StrCpy $Begun yes
  ClearErrors
  CreateDirectory "$INSTDIR"
  RMDir /r "${STAGE}"
  CreateDirectory "${STAGE}"
  FileOpen $0 "${STAGE}\nianbao.new" w
  ${If} ${Errors}
    ${GiveUp} "不能写入“$INSTDIR”，没有安装。没有管理员权限时，请用安装程序一开始给出的文件夹，或选自己的文件夹。"
  ${EndIf}
  FileClose $0
FunctionEnd

; room FOLDER: the kilobytes that are free there into $R1; where nobody knows, -1.
!macro ROOM FOLDER
  System::Call 'kernel32::GetDiskFreeSpaceExW(w "${FOLDER}", *l .R1, p 0, p 0) i .R2'
  ${If} $R2 = 0
    StrCpy $R1 -1
  ${Else}
    System::Int64Op $R1 / 1024
    Pop $R1
    ; More than any setup needs, and no more than every comparison can hold.
    System::Int64Op $R1 > 1000000000
    Pop $R2
    ${If} $R2 = 1
      StrCpy $R1 1000000000
    ${EndIf}
  ${EndIf}
!macroend

!macro NEED_ROOM FOLDER KILOBYTES
  !insertmacro ROOM "${FOLDER}"
  ${If} $R1 >= 0
  ${AndIf} $R1 < ${KILOBYTES}
    IntOp $R2 ${KILOBYTES} / 1024
    IntOp $R1 $R1 / 1024
    ${GiveUp} "磁盘空间不够：“${FOLDER}”所在的盘要有 $R2 MB，现在有 $R1 MB。没有安装，原来装的没有动。请腾出空间，或者换一个盘。"
  ${EndIf}
!macroend

; Folders from $R8 upwards as far as $Made, as long as they are empty.
!macro REMOVE_FOLDERS PREFIX
Function ${PREFIX}RemoveFolders
  ${Do}
    RMDir "$R8"
    StrLen $R7 $Made
    StrCpy $R6 $R8 $R7
    ${If} $Made == ""
    ${OrIf} $R8 == $Made
    ${OrIf} $R6 != $Made
      ${Break}
    ${EndIf}
    ${GetParent} $R8 $R8
  ${LoopUntil} $R8 == ""
FunctionEnd
!macroend
!insertmacro REMOVE_FOLDERS ""
!insertmacro REMOVE_FOLDERS "un."

; A program that runs cannot be replaced: it is asked for to be closed, and nothing has been touched by then.
!macro WAIT_UNTIL_CLOSED PREFIX FOLDER PROGRAM
  ${Do}
    ${IfNot} ${FileExists} "${FOLDER}\${PROGRAM}"
      ${Break}
    ${EndIf}
    ; To read and to write, beside others that read: -1 and why not.
    System::Call 'kernel32::CreateFileW(w "${FOLDER}\${PROGRAM}", i 0xC0000000, i 1, p 0, i 3, i 0, p 0) p .r0 ?e'
    Pop $1
    ${If} $0 <> -1
      System::Call 'kernel32::CloseHandle(p r0)'
      ${Break}
    ${EndIf}
    ${If} $1 = 5
      ${${PREFIX}GiveUp} "没有权限改写“${FOLDER}”里的程序（${PROGRAM}），或者它是只读的。没有继续，什么都没有动。当初由管理员安装的，请管理员来做。"
    ${EndIf}
    ${If} ${Silent}
      ${${PREFIX}GiveUp} "年报（${FOLDER}\${PROGRAM}）正开着，或被别的程序占用。没有继续，什么都没有动。"
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "年报（${PROGRAM}）正开着，或被别的程序占用。请保存报告、关闭年报，再按“重试”。" IDCANCEL`
      Call ${PREFIX}CleanUp
      Abort "年报正开着，没有继续"
    ${EndIf}
  ${Loop}
!macroend
