; Installs 年报 for one user without an administrator's rights. Defined by packaging/build: VERSION, FILES (what the zip
; holds), LISTED (instructions that delete each of them), PLACED (those that put each in its place), ICONS, OUT.
Target amd64-unicode
!include MUI2.nsh
!include FileFunc.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\nianbao"
!define CLASSES "Software\Classes"
; Where everything is written first, on the same disk: what fails leaves an older copy as it was.
!define STAGE "$INSTDIR\nianbao-setup.tmp"

Name "年报"
OutFile "${OUT}"
RequestExecutionLevel user
; A program without one of its files is none.
AllowSkipFiles off
SetCompressor /SOLID lzma
; Both programs carry the faces; so many megabytes back they are seen to be the same and stored once.
SetCompressorDictSize 64
InstallDir "$LOCALAPPDATA\Programs\nianbao"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
BrandingText "年报 ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "年报"
VIAddVersionKey /LANG=2052 "FileDescription" "年报 ${VERSION} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "GPL-3.0-or-later"

!define MUI_ICON "${ICONS}/nianbao.ico"
!define MUI_UNICON "${ICONS}/nianbao.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\nianbao.exe"
!define MUI_FINISHPAGE_RUN_TEXT "打开年报"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveFolderPage
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

!include folder.nsh

; NSIS takes its own folder in place of one that cannot be (a file, a missing drive, one in quotes), without a word.
Function BelieveCommandLine
  System::Call 'kernel32::GetCommandLineW() w .r0'
  ${DoUntil} $0 == ""
    StrCpy $1 $0 3
    StrCpy $0 $0 "" 1
    ${If} $1 == "/D="
      StrCpy $0 $0 "" 2
      ${If} $0 != $INSTDIR
      ${AndIf} $0 != "$INSTDIR\"
        ${GiveUp} "“/D=$0”不是能用的文件夹，没有安装。“/D=”要写在最后，后面是完整的路径，不加引号，有空格也不加。"
      ${EndIf}
      Return
    ${EndIf}
  ${Loop}
FunctionEnd

Function .onInit
  System::Call 'kernel32::CreateMutexW(p 0, i 1, w "nianbao-setup") p .r1 ?e'
  Pop $0
  ${If} $0 = 183
    ${GiveUp} "年报的安装程序已经开着，请先完成或关闭它。"
  ${EndIf}
  ; Windows itself tells an older version to a program that it runs as on an older one.
  ReadRegDWORD $0 HKLM "SOFTWARE\Microsoft\Windows NT\CurrentVersion" "CurrentMajorVersionNumber"
  ${If} $0 < 10
    ${GiveUp} "年报需要 Windows 10 或更新的系统（64 位），这台电脑上不能用，没有安装。"
  ${EndIf}
  ; Everything goes to the user who runs it; nobody ever logs in as the system.
  UserInfo::GetName
  Pop $0
  ${If} $0 == "SYSTEM"
    ${GiveUp} "年报只为运行安装程序的用户安装，现在的用户是 SYSTEM，没有安装。批量安装时请以登录用户的身份运行。"
  ${EndIf}
  Call BelieveCommandLine
  ; The drive of the older copy is not there any more.
  ReadRegStr $0 HKCU "${KEY}" "InstallLocation"
  ${GetRoot} "$INSTDIR" $1
  ${If} $0 == $INSTDIR
  ${AndIfNot} ${FileExists} "$1\*.*"
    StrCpy $INSTDIR "$LOCALAPPDATA\Programs\nianbao"
  ${EndIf}
FunctionEnd

; Also after NSIS itself could not write a file, of which it tells in a box of its own.
Function .onInstFailed
  ${If} ${Silent}
  ${AndIf} $Begun != ""
    StrCpy $R9 "“$INSTDIR”写不下，没有安装，原来装的没有动。请检查磁盘空间和杀毒软件。"
    Call Log
  ${EndIf}
  Call CleanUp
FunctionEnd

Function LeaveFolderPage
  Call LookAtFolder
  ${If} $Foreign != ""
    MessageBox MB_OKCANCEL|MB_ICONEXCLAMATION "“$INSTDIR”里已有别的文件（如“$Foreign”），年报不和它们混在一起。$\r$\n按“确定”改为其中的“nianbao”文件夹，按“取消”另选文件夹。" IDOK +2
    Abort
    ; The page's own field says where setup goes, so the new folder is shown there and asked for once more.
    Call GoDeeper
    FindWindow $0 "#32770" "" $HWNDPARENT
    GetDlgItem $0 $0 1019
    SendMessage $0 ${WM_SETTEXT} 0 "STR:$INSTDIR"
    Abort
  ${EndIf}
  ${If} $Older != ""
  ${AndIf} $Older != $INSTDIR
    MessageBox MB_OKCANCEL|MB_ICONQUESTION "年报已装在“$Older”。装到“$INSTDIR”以后，那里的程序会被卸载，设置、副本和报告不动。" IDOK +2
    Abort
  ${EndIf}
FunctionEnd

; Settings that lie beside the program come along; the office's own stay where they are, too.
Function CopySettings
  ${If} $Older == ""
  ${OrIf} $Older == $INSTDIR
  ${OrIfNot} ${FileExists} "$Older\portable\*.*"
  ${OrIf} ${FileExists} "$INSTDIR\portable\*.*"
    Return
  ${EndIf}
  ClearErrors
  CopyFiles /SILENT "$Older\portable" "$INSTDIR"
  ${If} ${Errors}
    RMDir /r "$INSTDIR\portable"
    ${GiveUp} "不能把“$Older\portable”里的设置拷到“$INSTDIR”，没有安装，原来装的没有动。请检查磁盘空间。"
  ${EndIf}
FunctionEnd

; An older copy goes by its own uninstaller, which knows what it wrote: no file of it is left behind, and no second copy
; that nobody would uninstall.
Function TakeOlderAway
  ${If} $Older == ""
    Return
  ${EndIf}
  ; Where a scanner took it, the new one knows the same files.
  StrCpy $R2 "$Older\卸载.exe"
  ${IfNot} ${FileExists} "$R2"
    StrCpy $R2 "${STAGE}\卸载.exe"
  ${EndIf}
  DetailPrint "卸载旧版本：$Older"
  ; Run in its place (_?=), or it would copy itself elsewhere and nobody could wait for it; so it cannot delete itself.
  ExecWait '"$R2" /S /FILES _?=$Older'
  ${If} ${FileExists} "$Older\nianbao.exe"
    ${If} $Older != $INSTDIR
      ${GiveUp} "不能卸载“$Older”里的旧版本，没有安装。请先在“设置—应用”里卸载年报，或仍装到那个文件夹。"
    ${EndIf}
    Return
  ${EndIf}
  Delete "$Older\卸载.exe"
  ${If} $Older != $INSTDIR
    Push $Made
    ReadRegStr $Made HKCU "${KEY}" "MadeFolder"
    StrCpy $R8 $Older
    Call RemoveFolders
    Pop $Made
  ${EndIf}
FunctionEnd

; The name on the stack from where it was written to where it belongs, in one step. A virus scanner may hold a new
; program for a moment.
Function Place
  Pop $R3
  ${IfNot} ${FileExists} "${STAGE}\$R3"
  ${AndIf} ${FileExists} "$INSTDIR\$R3"
    Return
  ${EndIf}
  StrCpy $R4 40
  ${Do}
    System::Call 'kernel32::MoveFileExW(w "${STAGE}\$R3", w "$INSTDIR\$R3", i 1) i .R5'
    ${If} $R5 <> 0
      Return
    ${EndIf}
    IntOp $R4 $R4 - 1
    ${If} $R4 > 0
      Sleep 250
    ${ElseIf} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "不能写入“$INSTDIR\$R3”，它可能正被别的程序占用。请关闭那个程序，再按“重试”。" /SD IDCANCEL IDCANCEL`
      ${GiveUp} "不能写入“$INSTDIR\$R3”，没有装完。请关闭占用它的程序（如杀毒软件），再运行一次安装程序。"
    ${EndIf}
  ${Loop}
FunctionEnd

!macro PLACE NAME
  Push "${NAME}"
  Call Place
!macroend

Section "" MAIN
  ; Without questions (/S) no page has asked before.
  Call LookAtFolder
  ${If} $Foreign != ""
    Call GoDeeper
    Call LookAtFolder
    ${If} $Foreign != ""
      ${GiveUp} "“$INSTDIR”里已有别的文件（如“$Foreign”），没有安装。请换一个文件夹。"
    ${EndIf}
  ${EndIf}
  ${If} $Older != ""
    !insertmacro WAIT_UNTIL_CLOSED "" "$Older" nianbao.exe
    !insertmacro WAIT_UNTIL_CLOSED "" "$Older" nianbao-cli.exe
  ${EndIf}
  !insertmacro WAIT_UNTIL_CLOSED "" "$INSTDIR" nianbao.exe
  !insertmacro WAIT_UNTIL_CLOSED "" "$INSTDIR" nianbao-cli.exe
  Call MakeFolder
  Call NeedRoom

  SetOutPath "${STAGE}"
  File /r "${FILES}/*"
  ClearErrors
  WriteUninstaller "${STAGE}\卸载.exe"
  ${If} ${Errors}
    ${GiveUp} "“$INSTDIR”写不下，没有安装，原来装的没有动。请检查磁盘空间。"
  ${EndIf}
  ${IfNot} ${FileExists} "${STAGE}\nianbao.exe"
  ${OrIfNot} ${FileExists} "${STAGE}\nianbao-cli.exe"
    ${GiveUp} "写出来的程序不见了，多半是杀毒软件拦下了它。没有安装，原来装的没有动。请在杀毒软件里放行年报，再运行一次安装程序。"
  ${EndIf}
  Call CopySettings
  SetOutPath "$INSTDIR"

  Call TakeOlderAway
  ; First what may be held, with nothing changed by then, and what takes everything away again.
  !insertmacro PLACE nianbao.exe
  !insertmacro PLACE 卸载.exe
  !include "${PLACED}"
  RMDir /r "${STAGE}"
  CreateShortCut "$SMPROGRAMS\年报.lnk" "$INSTDIR\nianbao.exe"
  ; Who has thrown it away does not want it again.
  ${If} $Older == ""
  ${OrIf} ${FileExists} "$DESKTOP\年报.lnk"
    CreateShortCut "$DESKTOP\年报.lnk" "$INSTDIR\nianbao.exe"
  ${EndIf}

  WriteRegStr HKCU "${CLASSES}\nianbao.report" "" "政府信息公开年度报告"
  WriteRegStr HKCU "${CLASSES}\nianbao.report\DefaultIcon" "" "$INSTDIR\nianbao.exe,1"
  WriteRegStr HKCU "${CLASSES}\nianbao.report\shell\open\command" "" '"$INSTDIR\nianbao.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\.nianbao" "" "nianbao.report"
  WriteRegStr HKCU "${CLASSES}\.nianbao" "Content Type" "application/vnd.nianbao.report"
  WriteRegStr HKCU "${CLASSES}\.nianbao\OpenWithProgids" "nianbao.report" ""

  WriteRegStr HKCU "${KEY}" "DisplayName" "年报"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\nianbao.exe"
  WriteRegStr HKCU "${KEY}" "Publisher" "nianbao"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\卸载.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\卸载.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
  ; Set up anew in its place, a copy keeps what setup made for it at first.
  ${If} $Made != ""
  ${OrIf} $Older != $INSTDIR
    WriteRegStr HKCU "${KEY}" "MadeFolder" $Made
  ${EndIf}
  Call TellExplorer
  ${If} ${Silent}
    Delete "$TEMP\nianbao-setup.log"
  ${EndIf}
SectionEnd

; The section's size is known behind it. What it packs is unpacked into the folder for temporary files first.
Function NeedRoom
  SectionGetSize ${MAIN} $R0
  IntOp $R0 $R0 + 4096
  IntOp $R3 $R0 * 2
  ${GetRoot} "$INSTDIR" $R4
  ${GetRoot} "$TEMP" $R5
  ${If} $R4 == $R5
    !insertmacro NEED_ROOM "$INSTDIR" $R3
  ${Else}
    !insertmacro NEED_ROOM "$INSTDIR" $R0
    !insertmacro NEED_ROOM "$TEMP" $R0
  ${EndIf}
FunctionEnd

; A virus scanner may hold a program for a moment.
!macro DELETE_PROGRAM NAME
  StrCpy $R4 20
  ${Do}
    Delete "$INSTDIR\${NAME}"
    ${IfNot} ${FileExists} "$INSTDIR\${NAME}"
      ${Break}
    ${EndIf}
    IntOp $R4 $R4 - 1
    ${If} $R4 = 0
      ${un.GiveUp} "不能删除“$INSTDIR\${NAME}”，没有卸载。请关闭占用它的程序，再卸载一次。"
    ${EndIf}
    Sleep 250
  ${Loop}
!macroend

; Takes away what was installed and nothing else: reports, settings and copies stay, also those in a folder portable.
Section Uninstall
  !insertmacro WAIT_UNTIL_CLOSED "un." "$INSTDIR" nianbao.exe
  !insertmacro WAIT_UNTIL_CLOSED "un." "$INSTDIR" nianbao-cli.exe
  ; The programs first, and each before the next: as long as one stays, this can be asked for once more.
  !insertmacro DELETE_PROGRAM nianbao.exe
  !insertmacro DELETE_PROGRAM nianbao-cli.exe
  ; File by file: the folder may hold files of the office's own.
  !include "${LISTED}"
  Delete "$INSTDIR\卸载.exe"
  ; With /FILES setup puts another copy in its place and goes on using shortcuts and file type; and they are not this
  ; copy's when Windows knows of another one.
  ${un.GetParameters} $0
  ClearErrors
  ${un.GetOptions} $0 "/FILES" $1
  ${If} ${Errors}
    !insertmacro FIND_OLDER
    ${If} $Older == ""
    ${OrIf} $Older == $INSTDIR
      ReadRegStr $Made HKCU "${KEY}" "MadeFolder"
      Call un.Forget
    ${EndIf}
  ${EndIf}
  StrCpy $R8 $INSTDIR
  Call un.RemoveFolders
SectionEnd

Function un.Forget
  Delete "$SMPROGRAMS\年报.lnk"
  Delete "$DESKTOP\年报.lnk"
  DeleteRegKey HKCU "${CLASSES}\nianbao.report"
  DeleteRegValue HKCU "${CLASSES}\.nianbao\OpenWithProgids" "nianbao.report"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.nianbao\OpenWithProgids"
  ReadRegStr $0 HKCU "${CLASSES}\.nianbao" ""
  ${If} $0 == "nianbao.report"
    DeleteRegKey HKCU "${CLASSES}\.nianbao"
  ${EndIf}
  DeleteRegKey HKCU "${KEY}"
  Call un.TellExplorer
FunctionEnd

!macro TELL_EXPLORER PREFIX
Function ${PREFIX}TellExplorer
  ; SHCNE_ASSOCCHANGED: icons and double clicks follow at once.
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
FunctionEnd
!macroend
!insertmacro TELL_EXPLORER ""
!insertmacro TELL_EXPLORER "un."
